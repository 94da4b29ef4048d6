import { withMoney } from './amounts.js'
import { called, type RequestOptions } from './call.js'
import type { BankPayoutInput, MobileMoneyPayoutInput } from './input.js'
import type { Client, Payout } from './native.js'

/** Paying out of the wallet. RWF only. */
export class Disbursements {
  readonly #client: Client

  /** @internal */
  constructor(client: Client) {
    this.#client = client
  }

  /**
   * Pays to a bank account (`POST /disburse`). The answer says that the payout was taken on; how it ends, the webhook tells.
   *
   * @throws {ValidationError} before anything is sent, or if the service refuses the content.
   * @throws {InsufficientFundsError} with what the wallet holds and what is needed.
   * @throws {OutcomeUnknownError} if the request was sent and its answer did not arrive, or if `signal` stopped the waiting:
   * do not send it again. It is not sent again by this library either, for DGS-Pay has no key that would make that safe.
   */
  toBank(payout: BankPayoutInput, options?: RequestOptions | null): Promise<Payout> {
    return called(options, (call) => this.#client.payBank(withMoney(payout, ['amount']), call))
  }

  /**
   * Pays to a mobile wallet (`POST /disburse`). The answer says that the payout was taken on; how it ends, the webhook tells.
   *
   * @throws {DgsPayError} as {@link toBank}.
   */
  toMobileMoney(payout: MobileMoneyPayoutInput, options?: RequestOptions | null): Promise<Payout> {
    return called(options, (call) => this.#client.payMobileMoney(withMoney(payout, ['amount']), call))
  }
}
