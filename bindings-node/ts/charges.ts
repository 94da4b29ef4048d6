import { called, type RequestOptions } from './call.js'
import type { Amount, ChargeInput, MobileMoneyChargeInput } from './input.js'
import type { Charge, Client, MoneyInput } from './native.js'

/** How {@link Charges.wait} waits. */
export interface WaitOptions {
  /** How many milliseconds to wait; without it 120,000. */
  timeoutMs?: number | null | undefined
  /** Stops the waiting; the signal's reason is thrown. The payment is not touched by it. */
  signal?: AbortSignal | undefined
}

/** The charges of a client. */
export class Charges {
  readonly #client: Client

  /** @internal */
  constructor(client: Client) {
    this.#client = client
  }

  /**
   * Asks a payer for a mobile-money payment (`POST /charges`). The usual answer is a pending charge: the payer now enters the
   * PIN, and the result comes by webhook, or through {@link wait}.
   *
   * @throws {ValidationError} before anything is sent, or if the service refuses the content.
   * @throws {OutcomeUnknownError} if the request was sent and its answer did not arrive, or if `signal` stopped the waiting:
   * do not send it again. It is not sent again by this library either, for DGS-Pay has no key that would make that safe.
   */
  createMobileMoney(charge: MobileMoneyChargeInput, options?: RequestOptions | null): Promise<Charge> {
    return called(options, (others, cancel) => this.#client.createMobileMoney(inFrancs(charge), others, cancel))
  }

  /**
   * Waits until a charge is successful or failed, by looking it up after 0.5 s and then less and less often. When the time is
   * up, or while the service cannot be reached, it ends in the last state seen: `pending` is a state, not an error.
   *
   * @throws {AuthenticationError} {@link PermissionError} or {@link ValidationError}: what waiting cannot mend.
   */
  wait(charge: ChargeInput, options?: WaitOptions | null): Promise<Charge> {
    const { signal, timeoutMs } = options ?? {}
    return called({ signal }, (_, cancel) => this.#client.waitForCharge(charge, timeoutMs ?? 120_000, cancel))
  }
}

/** An amount without a currency is one of RWF; what is no charge at all is refused by the native module. */
function inFrancs(charge: MobileMoneyChargeInput): object {
  if (typeof charge !== 'object' || charge === null) return charge
  return { ...charge, amount: isBare(charge.amount) ? { amount: charge.amount, currency: 'RWF' } : charge.amount }
}

function isBare(amount: Amount | MoneyInput): amount is Amount {
  return typeof amount !== 'object' && amount !== undefined
}
