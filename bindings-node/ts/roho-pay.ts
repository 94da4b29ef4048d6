import { isObject, withMoney } from './amounts.js'
import { answered, called, endsOfCalls, type RequestOptions, type WaitOptions } from './call.js'
import type {
  CheckoutRequestInput,
  CollectionRequestInput,
  DisbursementRequestInput,
  RohoTransactionFilterInput,
  RohoTransactionInput,
} from './input.js'
import { native } from './load.js'
import type {
  CheckoutSession,
  Environment,
  RohoBalance,
  RohoClient,
  RohoTransaction,
  RohoTransactionPage,
} from './native.js'
import { walk } from './pages.js'
import { timeOf } from './times.js'

/** The settings of a {@link RohoPay}. What is not given comes from the environment variables. */
export interface RohoPayOptions {
  /** The API key, `test_…` or `live_…`; without it `ROHOPAY_API_KEY`. */
  apiKey?: string | null | undefined
  /** What the key must be of, `test` or `live`; without it `ROHOPAY_ENVIRONMENT`, and without that the key decides. */
  environment?: Environment | 'test' | 'live' | null | undefined
  /** Another address, such as a local sandbox's; without it `ROHOPAY_BASE_URL`, and without that the service's own. */
  baseUrl?: string | null | undefined
  /** How many milliseconds a whole call may take; without it 60,000 for calls that move money and 20,000 for others. */
  timeoutMs?: number | null | undefined
  /** How often a call may be sent again, money included, under one idempotency key; without it 2. 0 means one request. */
  maxRetries?: number | null | undefined
  /**
   * Whether amounts in US dollars are sent too, in whole dollars. The service's own SDK lists them, no page of its documents
   * does; without it they are refused before anything is sent.
   */
  acceptUsd?: boolean | null | undefined
  /** What comes behind the library's own name in the header `User-Agent`. */
  userAgent?: string | null | undefined
}

/**
 * A client of RohoPay: collections, payouts and card checkout in Uganda, Kenya, Tanzania and Rwanda. Make one and keep it, as
 * a {@link DgsPay}.
 *
 * A call that moves money carries an idempotency key: that of its options, or one made before the first attempt. It is sent
 * again only under the same key with the same bytes, so it cannot pay twice.
 *
 * ```ts
 * const roho = new RohoPay()
 * const payment = await roho.collect({ phone: '0700 123 456', amount: 50_000, description: 'Order 1042' })
 * ```
 */
export class RohoPay {
  readonly #client: RohoClient

  /**
   * Checks the settings; nothing is sent.
   *
   * @throws {ConfigError} `missing_credential`, `invalid_credential`, `invalid_base_url`, `wrong_environment` or
   * `invalid_setting`.
   * @throws {ValidationError} `invalid_argument` for a setting of another type, or one that does not exist.
   */
  constructor(options?: RohoPayOptions | null) {
    this.#client = answered(() => new native.RohoClient(options ?? {}, endsOfCalls()))
  }

  /**
   * Asks a payer for a mobile-money payment (`POST /collect`). The answer may be final already; usually it is pending, and the
   * result comes by webhook or through {@link wait}. A collection that fails may send no webhook.
   *
   * @throws {ValidationError} before anything is sent, or if the service refuses the content.
   * @throws {OutcomeUnknownError} if no attempt brought an answer, or if `signal` stopped the waiting. Its `token` is the
   * idempotency key, under which the same call may be repeated for 24 hours.
   */
  collect(collection: CollectionRequestInput, options?: RequestOptions | null): Promise<RohoTransaction> {
    return called(options, (call) => this.#client.collect(inMoney(collection), call))
  }

  /**
   * Pays to a mobile wallet (`POST /disburse`). It needs a live key.
   *
   * @throws {PermissionError} under a test key.
   * @throws {InsufficientFundsError} if the wallet holds too little.
   * @throws {DgsPayError} otherwise as {@link collect}.
   */
  disburse(disbursement: DisbursementRequestInput, options?: RequestOptions | null): Promise<RohoTransaction> {
    return called(options, (call) => this.#client.disburse(inMoney(disbursement), call))
  }

  /**
   * Begins a card payment (`POST /checkout`): send the payer's whole browser to `paymentUrl`, which is good once, and never
   * store it. The address that the payer comes back to proves nothing: see {@link CheckoutReturn}. The session's `raw` is left
   * out when the session is printed, copied or written as JSON.
   *
   * @throws {ValidationError} `invalid_card` with the `field`; what was typed does not stand in it.
   * @throws {DgsPayError} otherwise as {@link collect}.
   */
  async checkout(checkout: CheckoutRequestInput, options?: RequestOptions | null): Promise<CheckoutSession> {
    const session = await called(options, (call) => this.#client.checkout(inMoney(checkout), call))
    return Object.defineProperty(session, 'raw', { enumerable: false })
  }

  /**
   * One transaction, by RohoPay's reference or the provider's (`GET /transactions/{reference}`).
   *
   * @throws {NotFoundError} if there is none; otherwise as any read.
   */
  getTransaction(reference: string, options?: RequestOptions | null): Promise<RohoTransaction> {
    return called(options, (call) => this.#client.getTransaction(reference, call))
  }

  /**
   * One page of transactions, the newest first (`GET /transactions`).
   *
   * @throws {ValidationError} for a limit or offset out of range; otherwise as any read.
   */
  listTransactions(
    filter?: RohoTransactionFilterInput | null,
    options?: RequestOptions | null,
  ): Promise<RohoTransactionPage> {
    return called(options, (call) => this.#client.listTransactions(inText(filter ?? {}), call))
  }

  /**
   * All transactions that fit the filter, page after page, fetched as they are asked for, from `filter.offset` on.
   *
   * @throws {DgsPayError} as {@link listTransactions}, when the page is fetched.
   */
  iterTransactions(
    filter?: RohoTransactionFilterInput | null,
    options?: RequestOptions | null,
  ): AsyncGenerator<RohoTransaction, void, undefined> {
    return walk(filter?.offset, async (offset) => {
      const { transactions, nextOffset } = await this.listTransactions({ ...filter, offset }, options)
      return { items: transactions, next: nextOffset }
    })
  }

  /**
   * The wallet's balances (`GET /wallet/balance`).
   *
   * @throws {DgsPayError} as any read: refused credentials, and connection and service errors after the retries.
   */
  getBalance(options?: RequestOptions | null): Promise<RohoBalance> {
    return called(options, (call) => this.#client.getBalance(call))
  }

  /**
   * Waits until a transaction is successful or failed, by looking it up less and less often. When the time is up, or while the
   * service cannot be reached, it ends in the last state seen: `pending` is a state, not an error.
   *
   * @throws {OutcomeUnknownError} `executed_twice` if the transaction was handed to another provider and is successful there:
   * the first may have executed it too.
   * @throws {DgsPayError} what waiting cannot mend: refused credentials, permissions and arguments.
   */
  wait(transaction: RohoTransactionInput, options?: WaitOptions | null): Promise<RohoTransaction> {
    return called(options, (call) => this.#client.wait(transaction, call))
  }
}

/** The currency of an amount that names none, as in the service's own SDK. */
const HOME = 'UGX'

/** A request as the native module reads it: the currency stands in its amount. */
function inMoney(request: Pick<CollectionRequestInput, 'amount' | 'currency'>): object {
  if (!isObject(request)) return request
  const { currency, ...others } = request
  if (currency != null) {
    const nothing = native.moneyOf({ amount: 0, currency })
    // Two currencies are one too many: which of them is meant?
    if (isObject(others.amount)) native.moneyCompare(others.amount, nothing)
  }
  return withMoney(others, ['amount'], currency ?? HOME)
}

/** A filter as the native module reads it: times as text. */
function inText(filter: RohoTransactionFilterInput): object {
  if (!isObject(filter)) return filter
  return { ...filter, fromTime: timeOf(filter.fromTime), toTime: timeOf(filter.toTime) }
}
