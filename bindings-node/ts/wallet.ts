import { withMoney } from './amounts.js'
import { called, type RequestOptions } from './call.js'
import type { ConversionInput } from './input.js'
import type { Balance, Client, Conversion, ConversionPreview } from './native.js'

/** The wallet of a client. */
export class Wallet {
  readonly #client: Client

  /** @internal */
  constructor(client: Client) {
    this.#client = client
  }

  /**
   * The balances, one per currency (`GET /balance`).
   *
   * @throws {DgsPayError} as any read: refused credentials, and connection and service errors after the retries.
   */
  balances(options?: RequestOptions | null): Promise<Balance[]> {
    return called(options, (call) => this.#client.balances(call))
  }

  /**
   * What a conversion would give now (`POST /convert`, `preview`). No money moves.
   *
   * @throws {ValidationError} `invalid_currency` if both currencies are the same; otherwise as any read.
   */
  previewConversion(conversion: ConversionInput, options?: RequestOptions | null): Promise<ConversionPreview> {
    return called(options, (call) => this.#client.previewConversion(withMoney(conversion, ['amount']), call))
  }

  /**
   * Converts money of the wallet at the rate of this moment (`POST /convert`, `convert`). The source is debited at once, the
   * target credited later; the webhook tells how it ends.
   *
   * @throws {InsufficientFundsError} with what the wallet holds and what is needed.
   * @throws {OutcomeUnknownError} if the request was sent and its answer did not arrive: it is not sent again.
   */
  convert(conversion: ConversionInput, options?: RequestOptions | null): Promise<Conversion> {
    return called(options, (call) => this.#client.convert(withMoney(conversion, ['amount']), call))
  }
}
