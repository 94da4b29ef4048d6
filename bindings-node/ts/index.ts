/**
 * Payments in Rwanda through DGS-Pay v2: mobile money, the wallet, transactions and webhooks.
 *
 * @packageDocumentation
 */

export type { RequestOptions } from './call.js'
export type { Charges, WaitOptions } from './charges.js'
export { DgsPay, type DgsPayOptions } from './client.js'
export {
  AuthenticationError,
  ConfigError,
  ConnectionError,
  DecodeError,
  DgsPayError,
  IdempotencyError,
  InsufficientFundsError,
  InternalError,
  NotFoundError,
  OutcomeUnknownError,
  PermissionError,
  RateLimitError,
  ServiceError,
  SignatureError,
  ValidationError,
} from './errors.js'
export type {
  Amount,
  ChargeInput,
  CustomerInput,
  MobileMoneyChargeInput,
  PhoneNumberInput,
  TransactionFilterInput,
} from './input.js'
export { Money } from './money.js'
export type {
  Balance,
  Charge,
  Country,
  Currency,
  Customer,
  Environment,
  Event,
  MobileMoneyCharge,
  MobileNetwork,
  MoneyInput,
  NextAction,
  NextActionKind,
  Outcome,
  PaymentFailedEvent,
  PaymentMethod,
  PaymentStatus,
  PaymentSucceededEvent,
  Timestamp,
  Transaction,
  TransactionFilter,
  TransactionPage,
  UnknownEvent,
} from './native.js'
export { PhoneNumber } from './phone-number.js'
export type { Transactions } from './transactions.js'
export type { Wallet } from './wallet.js'
export { Webhook } from './webhook.js'
