import { isObject, withMoney } from './amounts.js'
import { called, type RequestOptions } from './call.js'
import type { NewPaymentLinkInput, PaymentLinkFilterInput, PaymentLinkUpdateInput } from './input.js'
import type { Client, PaymentLink, PaymentLinkDetails, PaymentLinkPage } from './native.js'
import { walk } from './pages.js'
import { timeOf } from './times.js'

/**
 * Pages of the service where anybody who has the link can pay. Making or changing one moves no money; but if its answer is
 * lost, the link may have been made or changed all the same, so these calls are not sent again either.
 */
export class PaymentLinks {
  readonly #client: Client

  /** @internal */
  constructor(client: Client) {
    this.#client = client
  }

  /**
   * Makes a link (`POST /payment-links`). Send payers to its `url`.
   *
   * @throws {ValidationError} before anything is sent, or `request_refused`, as for a slug that is taken.
   */
  create(link: NewPaymentLinkInput, options?: RequestOptions | null): Promise<PaymentLink> {
    return called(options, (call) => this.#client.createLink(written(link, link?.currency), call))
  }

  /**
   * One page of links (`GET /payment-links`).
   *
   * @throws {ValidationError} for a page or limit out of range; otherwise as any read.
   */
  list(filter?: PaymentLinkFilterInput | null, options?: RequestOptions | null): Promise<PaymentLinkPage> {
    return called(options, (call) => this.#client.listLinks(filter ?? {}, call))
  }

  /**
   * All links, page after page, fetched as they are asked for; `filter.page` is the first page.
   *
   * @throws {DgsPayError} as {@link list}, when the page is fetched.
   */
  iter(
    filter?: PaymentLinkFilterInput | null,
    options?: RequestOptions | null,
  ): AsyncGenerator<PaymentLink, void, undefined> {
    return walk(filter?.page, async (page) => {
      const { links, nextPage } = await this.list({ ...filter, page }, options)
      return { items: links, next: nextPage }
    })
  }

  /**
   * A link with its numbers and its latest charges (`GET /payment-links/{id}`).
   *
   * @throws {NotFoundError} if there is none; otherwise as any read.
   */
  get(id: string, options?: RequestOptions | null): Promise<PaymentLinkDetails> {
    return called(options, (call) => this.#client.getLink(id, call))
  }

  /**
   * Changes a link (`PATCH /payment-links/{id}`); what the update does not name stays.
   *
   * @throws {NotFoundError} also for an archived link.
   * @throws {ValidationError} if nothing is to change, or `request_refused`.
   */
  update(id: string, update: PaymentLinkUpdateInput, options?: RequestOptions | null): Promise<PaymentLink> {
    return called(options, (call) => this.#client.updateLink(id, written(update), call))
  }

  /**
   * Archives a link for ever (`DELETE /payment-links/{id}`): it takes no payment any more.
   *
   * @throws {NotFoundError} also if it is archived already.
   */
  archive(id: string, options?: RequestOptions | null): Promise<void> {
    return called(options, (call) => this.#client.archiveLink(id, call))
  }
}

/** A link as the native module reads it: money, a time and JSON as text. */
function written(link: PaymentLinkUpdateInput, currency?: string | null): object {
  if (!isObject(link)) return link
  const amounts = withMoney(link, ['amount', 'minAmount', 'maxAmount'], currency ?? undefined)
  return { ...amounts, expiresAt: timeOf(link.expiresAt), metadata: jsonOf(link.metadata) }
}

function jsonOf(metadata: PaymentLinkUpdateInput['metadata']): unknown {
  if (!isObject(metadata)) return metadata
  try {
    return JSON.stringify(metadata)
  } catch {
    // A circle, or a bigint in it: no JSON, and refused as that.
    return ''
  }
}
