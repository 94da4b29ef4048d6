/**
 * Payments in Rwanda through DGS-Pay v2, and in Uganda, Kenya, Tanzania and Rwanda through RohoPay: mobile money, cards,
 * payment links, payouts, the wallet and webhooks.
 *
 * @packageDocumentation
 */

export type { Banks } from './banks.js'
export type { RequestOptions, WaitOptions } from './call.js'
export { CardEncryptor } from './card-encryptor.js'
export { CardEntry } from './card-entry.js'
export type { Charges } from './charges.js'
export { CheckoutReturn } from './checkout-return.js'
export { DgsPay, type DgsPayOptions } from './client.js'
export type { Disbursements } from './disbursements.js'
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
export { type FeeLimits, FeeSchedule, type FeeScheduleOptions } from './fee-schedule.js'
export type {
  Amount,
  BankPayoutInput,
  BillingAddressInput,
  CardChargeInput,
  CardEncryptorOptions,
  CardInput,
  ChargeInput,
  CheckoutRequestInput,
  CollectionRequestInput,
  ConversionInput,
  CustomerInput,
  DisbursementRequestInput,
  EncryptedCardInput,
  EncryptedCardJson,
  FeeTierInput,
  MobileMoneyChargeInput,
  MobileMoneyPayoutInput,
  NewPaymentLinkInput,
  PaymentLinkFilterInput,
  PaymentLinkUpdateInput,
  PhoneNumberInput,
  RohoTransactionFilterInput,
  RohoTransactionInput,
  TransactionFilterInput,
} from './input.js'
export { Money } from './money.js'
export type {
  AmountType,
  Balance,
  Bank,
  BankPayout,
  BillingAddress,
  CardBrand,
  CardCharge,
  CardExpiryEntry,
  CardNumberEntry,
  Charge,
  CheckoutRequest,
  CheckoutSession,
  CollectionRequest,
  Conversion,
  ConversionFailedEvent,
  ConversionPreview,
  ConversionSucceededEvent,
  Country,
  Currency,
  Customer,
  DepositFailedEvent,
  DepositSucceededEvent,
  DestinationType,
  DisbursementFailedEvent,
  DisbursementRequest,
  DisbursementSucceededEvent,
  EncryptedCard,
  EncryptedPin,
  Environment,
  Event,
  FeeQuote,
  FeeRounding,
  FeeTier,
  MobileMoneyCharge,
  MobileMoneyPayout,
  MobileNetwork,
  MoneyInput,
  NewPaymentLink,
  NextAction,
  NextActionKind,
  NonceFormat,
  Outcome,
  PaymentFailedEvent,
  PaymentLink,
  PaymentLinkDetails,
  PaymentLinkFilter,
  PaymentLinkPage,
  PaymentLinkStats,
  PaymentLinkStatus,
  PaymentLinkUpdate,
  PaymentMethod,
  PaymentStatus,
  PaymentSucceededEvent,
  Payout,
  Rate,
  RecentCharge,
  Recipient,
  RohoBalance,
  RohoTransaction,
  RohoTransactionFilter,
  RohoTransactionPage,
  Timestamp,
  Transaction,
  TransactionFilter,
  TransactionPage,
  TransactionType,
  UnknownEvent,
  WithdrawalFailedEvent,
  WithdrawalSucceededEvent,
  YearMonth,
} from './native.js'
export type { PaymentLinks } from './payment-links.js'
export { PhoneNumber } from './phone-number.js'
export { RohoPay, type RohoPayOptions } from './roho-pay.js'
export type { Transactions } from './transactions.js'
export type { Wallet } from './wallet.js'
export { Webhook } from './webhook.js'
