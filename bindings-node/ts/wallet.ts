import { called, type RequestOptions } from './call.js'
import type { Balance, Client } from './native.js'

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
    return called(options, (others, cancel) => this.#client.balances(others, cancel))
  }
}
