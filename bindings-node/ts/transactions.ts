import { called, type RequestOptions } from './call.js'
import type { TransactionFilterInput } from './input.js'
import type { Client, Transaction, TransactionPage } from './native.js'
import { walk } from './pages.js'

/** The transactions of a client. */
export class Transactions {
  readonly #client: Client

  /** @internal */
  constructor(client: Client) {
    this.#client = client
  }

  /**
   * One page of transactions, the newest first (`GET /transactions`).
   *
   * @throws {ValidationError} for a page or limit out of range; otherwise as any read.
   */
  list(filter?: TransactionFilterInput | null, options?: RequestOptions | null): Promise<TransactionPage> {
    return called(options, (call) => this.#client.listTransactions(filter ?? {}, call))
  }

  /**
   * One transaction, by its identifier or by the payment's reference (`GET /transactions/{id}`).
   *
   * @throws {NotFoundError} if there is none; otherwise as any read.
   */
  get(reference: string, options?: RequestOptions | null): Promise<Transaction> {
    return called(options, (call) => this.#client.getTransaction(reference, call))
  }

  /**
   * All transactions that fit the filter, page after page, fetched as they are asked for; `filter.page` is the first page.
   *
   * @throws {DgsPayError} as {@link list}, when the page is fetched.
   */
  iter(
    filter?: TransactionFilterInput | null,
    options?: RequestOptions | null,
  ): AsyncGenerator<Transaction, void, undefined> {
    return walk(filter?.page, async (page) => {
      const { transactions, nextPage } = await this.list({ ...filter, page }, options)
      return { items: transactions, next: nextPage }
    })
  }
}
