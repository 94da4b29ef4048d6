import { called, type RequestOptions } from './call.js'
import type { Bank, Client, Country } from './native.js'

/** Banks and mobile-money providers that payouts can go to. */
export class Banks {
  readonly #client: Client

  /** @internal */
  constructor(client: Client) {
    this.#client = client
  }

  /**
   * The banks and providers of a country (`GET /banks/{country}`). The list changes: fetch it when you need it.
   *
   * @throws {NotFoundError} for a country without any; otherwise as any read.
   */
  list(country: Country, options?: RequestOptions | null): Promise<Bank[]> {
    return called(options, (call) => this.#client.listBanks(country, call))
  }
}
