import { Banks } from './banks.js'
import { answered, endsOfCalls } from './call.js'
import { Charges } from './charges.js'
import { Disbursements } from './disbursements.js'
import { native } from './load.js'
import type { Environment } from './native.js'
import { PaymentLinks } from './payment-links.js'
import { Transactions } from './transactions.js'
import { Wallet } from './wallet.js'

/** The settings of a {@link DgsPay}. What is not given comes from the environment variables. */
export interface DgsPayOptions {
  /** The API key; without it `DGSPAY_API_KEY`. */
  apiKey?: string | null | undefined
  /** The account number; without it `DGSPAY_ACCOUNT_NUMBER`. */
  accountNumber?: string | null | undefined
  /** Without it `DGSPAY_ENVIRONMENT`, and without that the sandbox. Production must be chosen. */
  environment?: Environment | null | undefined
  /** Another address, such as a local sandbox's; without it `DGSPAY_BASE_URL`, and without that the service's own. */
  baseUrl?: string | null | undefined
  /** How many milliseconds a whole call may take; without it 60,000 for calls that move money and 20,000 for others. */
  timeoutMs?: number | null | undefined
  /** How often a call may be sent again where that is safe; without it 2. 0 means one request on the wire. */
  maxRetries?: number | null | undefined
  /** What comes behind the library's own name in the header `User-Agent`. */
  userAgent?: string | null | undefined
}

/**
 * A client of DGS-Pay. Make one and keep it: it holds no socket and no thread of its own, all clients of a process share one
 * pool, and an idle client does not keep the process alive.
 *
 * ```ts
 * const pay = new DgsPay()
 * const charge = await pay.charges.createMobileMoney({
 *   amount: 5000, phone: '0788 123 456', network: 'MTN',
 *   customer: { firstName: 'Aline', lastName: 'Uwase', email: 'aline@example.rw' },
 *   redirectUrl: 'https://shop.example/thanks',
 * })
 * ```
 */
export class DgsPay {
  /** Charges: asking a payer for money. */
  readonly charges: Charges
  /** Payment links: pages of the service where anybody who has the link can pay. */
  readonly paymentLinks: PaymentLinks
  /** Disbursements: paying out of the wallet. */
  readonly disbursements: Disbursements
  /** Banks and mobile-money providers that payouts can go to. */
  readonly banks: Banks
  /** The wallet: balances and conversions. */
  readonly wallet: Wallet
  /** What has happened on the account. */
  readonly transactions: Transactions

  /**
   * Checks the settings; nothing is sent.
   *
   * @throws {ConfigError} `missing_credential`, `invalid_credential`, `invalid_base_url`, `wrong_environment` or
   * `invalid_setting`.
   * @throws {ValidationError} `invalid_argument` for a setting of another type, or one that does not exist.
   */
  constructor(options?: DgsPayOptions | null) {
    const client = answered(() => new native.Client(options ?? {}, endsOfCalls()))
    this.charges = new Charges(client)
    this.paymentLinks = new PaymentLinks(client)
    this.disbursements = new Disbursements(client)
    this.banks = new Banks(client)
    this.wallet = new Wallet(client)
    this.transactions = new Transactions(client)
  }
}
