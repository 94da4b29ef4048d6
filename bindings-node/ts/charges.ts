import { isObject, withMoney } from './amounts.js'
import { called, type RequestOptions, type WaitOptions } from './call.js'
import type {
  BillingAddressInput,
  CardChargeInput,
  ChargeInput,
  EncryptedCardInput,
  EncryptedCardJson,
  MobileMoneyChargeInput,
} from './input.js'
import type { Charge, Client, EncryptedCard, EncryptedPin } from './native.js'

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
    return called(options, (call) => this.#client.createMobileMoney(withMoney(charge, ['amount']), call))
  }

  /**
   * Asks a payer for a card payment (`POST /charges`). The card was encrypted where it was typed: see {@link CardEncryptor}.
   *
   * The payment is complete only if the charge is `paid`. Until then `nextAction` says what the payer has to do: a page to go
   * to, or what {@link authorizePin}, {@link authorizeOtp} or {@link authorizeAvs} takes. Follow it step by step, in whatever
   * order the bank asks.
   *
   * @throws {DgsPayError} as {@link createMobileMoney}.
   */
  createCard(charge: CardChargeInput, options?: RequestOptions | null): Promise<Charge> {
    const written = () => {
      const order = withMoney(charge, ['amount'])
      return isObject(charge) ? { ...order, card: inOurWords(charge.card) } : order
    }
    return called(options, (call) => this.#client.createCard(written(), call))
  }

  /**
   * Brings the card's PIN, when the charge's next action is `requires_pin` (`POST /authorize`).
   *
   * @param charge The charge or its reference.
   * @param pin What {@link CardEncryptor.encryptPin} has made, here, in a page or in an app.
   * @throws {ValidationError} `request_refused` if the charge waits for something else.
   * @throws {OutcomeUnknownError} if the answer did not arrive: the bank may have taken the money. Look the charge up before
   * you go on.
   */
  authorizePin(charge: ChargeInput | string, pin: EncryptedPin, options?: RequestOptions | null): Promise<Charge> {
    return called(options, (call) => this.#client.authorizePin(referenceOf(charge), pin, call))
  }

  /**
   * Brings the code that the bank has sent to the payer, when the charge's next action is `requires_otp` (`POST /authorize`).
   *
   * @param charge The charge or its reference.
   * @throws {DgsPayError} as {@link authorizePin}.
   */
  authorizeOtp(charge: ChargeInput | string, otp: string, options?: RequestOptions | null): Promise<Charge> {
    return called(options, (call) => this.#client.authorizeOtp(referenceOf(charge), otp, call))
  }

  /**
   * Brings the card's billing address, when the charge's next action is `requires_additional_fields` (`POST /authorize`).
   *
   * @param charge The charge or its reference.
   * @throws {DgsPayError} as {@link authorizePin}.
   */
  authorizeAvs(
    charge: ChargeInput | string,
    address: BillingAddressInput,
    options?: RequestOptions | null,
  ): Promise<Charge> {
    return called(options, (call) => this.#client.authorizeAvs(referenceOf(charge), address, call))
  }

  /**
   * Waits until a charge is successful or failed, by looking it up after 0.5 s and then less and less often. A charge that
   * wants a PIN, a code or an address is given back at once, for only you can bring it. When the time is up, or while the
   * service cannot be reached, it ends in the last state seen: `pending` is a state, not an error.
   *
   * @throws {AuthenticationError} {@link PermissionError} or {@link ValidationError}: what waiting cannot mend.
   */
  wait(charge: ChargeInput, options?: WaitOptions | null): Promise<Charge> {
    return called(options, (call) => this.#client.waitForCharge(charge, call))
  }
}

function referenceOf(charge: ChargeInput | string): unknown {
  return isObject(charge) ? charge.reference : charge
}

/** What an app or a page has sent is read name by name: it may be of any class, and in the words of another language. */
function inOurWords(card: EncryptedCardInput): unknown {
  if (!isObject(card)) return card
  const { number, expiryMonth, expiryYear, cvv, nonce, expiry_month, expiry_year } = card as EncryptedCard &
    EncryptedCardJson
  return { number, expiryMonth: expiryMonth ?? expiry_month, expiryYear: expiryYear ?? expiry_year, cvv, nonce }
}
