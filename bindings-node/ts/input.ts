import type {
  BankPayout,
  BillingAddress,
  CardCharge,
  Charge,
  CheckoutRequest,
  CollectionRequest,
  Currency,
  Customer,
  DisbursementRequest,
  EncryptedCard,
  MobileMoneyCharge,
  MobileMoneyPayout,
  MoneyInput,
  NewPaymentLink,
  NonceFormat,
  PaymentLinkFilter,
  PaymentLinkUpdate,
  PhoneNumber,
  RohoTransaction,
  RohoTransactionFilter,
  TransactionFilter,
} from './native.js'

/** An optional property may also be `undefined` or `null`: both mean "not given". */
export type Optionals<T> = {
  [K in keyof T]: Record<never, never> extends Pick<T, K> ? T[K] | null | undefined : T[K]
}

/**
 * An exact amount in major units (5000 is RWF 5,000). A number stands for what it prints as: one that is no exact decimal,
 * such as `0.1 + 0.2`, is refused, and so is one of more than 15 digits that is no safe integer. Give those as text or as
 * a bigint.
 */
export type Amount = number | string | bigint

/** A phone number in any usual spelling, or one that was read before. */
export type PhoneNumberInput = string | PhoneNumber

/** Who pays. */
export interface CustomerInput extends Optionals<Omit<Customer, 'phone'>> {
  /** The customer's own number. A card payment wants one; a mobile-money payment, only if it is not the one that pays. */
  phone?: PhoneNumberInput | null | undefined
}

/** A request for a mobile-money payment. Rwanda and RWF only; the payer gets a push on the phone and enters the PIN there. */
export interface MobileMoneyChargeInput extends Optionals<Omit<MobileMoneyCharge, 'amount' | 'phone' | 'customer'>> {
  /** What is asked for: an amount of RWF, or Money. */
  amount: Amount | MoneyInput
  /** The Rwandan number that gets the push. */
  phone: PhoneNumberInput
  /** Who pays. */
  customer: CustomerInput
}

/** A card as its holder types it. */
export interface CardInput {
  /** The number; spaces and dashes are left out. */
  number: string
  /** 1 to 12. */
  expiryMonth: string | number
  /** Such as 28 or 2028. */
  expiryYear: string | number
  /** The security code: three or four digits. */
  cvv: string
}

/** How a {@link CardEncryptor} writes. */
export interface CardEncryptorOptions {
  /** The form of the nonce; without it `hex12`. */
  nonceFormat?: NonceFormat | null | undefined
}

/** An encrypted card in the words of an app that is not written in JavaScript. */
export interface EncryptedCardJson extends Omit<EncryptedCard, 'expiryMonth' | 'expiryYear'> {
  /** The month of expiry. */
  expiry_month: string
  /** The year of expiry. */
  expiry_year: string
}

/** An encrypted card as it was made here, or as the JSON in which a page or an app has sent it. */
export type EncryptedCardInput = Optionals<EncryptedCard> | Optionals<EncryptedCardJson>

/** A request for a card payment. */
export interface CardChargeInput extends Optionals<Omit<CardCharge, 'amount' | 'card' | 'customer'>> {
  /** What is asked for: an amount of RWF, or Money. */
  amount: Amount | MoneyInput
  /** The card, as only the service can read it: what {@link CardEncryptor.encrypt} has made, here, in a page or in an app. */
  card: EncryptedCardInput
  /** Who pays, with a phone number. */
  customer: CustomerInput
}

/** The address that the card's bank knows. The bank may refuse a payment if it is incomplete: give all there is. */
export interface BillingAddressInput extends Optionals<BillingAddress> {}

/** Which transactions are wanted; what is absent does not restrict. */
export interface TransactionFilterInput extends Optionals<TransactionFilter> {}

/** A charge as it was returned, or as it was stored since. */
export interface ChargeInput extends Optionals<Charge> {}

/** What a payment link takes in another form than the service. */
interface LinkFields {
  /** The exact amount, in `currency` or as Money. */
  amount?: Amount | MoneyInput | null | undefined
  /** The least that a payer may choose. */
  minAmount?: Amount | MoneyInput | null | undefined
  /** The most that a payer may choose. */
  maxAmount?: Amount | MoneyInput | null | undefined
  /**
   * When it stops taking payments, in ISO 8601 or as a Date. Text without a zone is sent as it is; the service does not say in
   * which zone it reads it.
   */
  expiresAt?: string | Date | null | undefined
  /** Anything of your own: an object that can be written as JSON, or its JSON text. */
  metadata?: object | string | null | undefined
}

/** A payment link to be made. With an amount it is fixed; without one the payer chooses, between the limits if there are any. */
export interface NewPaymentLinkInput extends LinkFields, Optionals<Omit<NewPaymentLink, keyof LinkFields>> {}

/** What is to change on a payment link; what is absent stays. Amounts without a currency are in RWF. */
export interface PaymentLinkUpdateInput extends LinkFields, Optionals<Omit<PaymentLinkUpdate, keyof LinkFields>> {}

/** Which payment links are wanted. */
export interface PaymentLinkFilterInput extends Optionals<PaymentLinkFilter> {}

/** A payout to a bank account. */
export interface BankPayoutInput extends Optionals<Omit<BankPayout, 'amount'>> {
  /** What leaves the wallet, in RWF. The fee is taken from what arrives: {@link FeeSchedule.grossUp} adds it. */
  amount: Amount | MoneyInput
}

/** A payout to a mobile wallet. */
export interface MobileMoneyPayoutInput extends Optionals<Omit<MobileMoneyPayout, 'amount' | 'phone'>> {
  /** What leaves the wallet, in RWF. The fee is taken from what arrives: {@link FeeSchedule.grossUp} adds it. */
  amount: Amount | MoneyInput
  /** The recipient's number. */
  phone: PhoneNumberInput
}

/** Money of the wallet that is to become money of another currency. */
export interface ConversionInput {
  /** What leaves the wallet: Money, or an amount of RWF. */
  amount: Amount | MoneyInput
  /** The currency that it becomes. */
  to: Currency
}

/** One step of a price list. The whole gross amount is charged by the one tier that it falls in. Amounts alone are in RWF. */
export interface FeeTierInput {
  /** The largest gross amount of this tier; without it there is no end. */
  upTo?: Amount | MoneyInput | null | undefined
  /** A fixed part. */
  flat?: Amount | MoneyInput | null | undefined
  /** A share of the gross amount, in percent: 3 is 3 %. */
  percent?: Amount | null | undefined
  /** The least that is charged. */
  minimum?: Amount | MoneyInput | null | undefined
  /** The most that is charged. */
  maximum?: Amount | MoneyInput | null | undefined
}

/** What is asked for, or paid, through RohoPay. */
interface RohoAmount {
  /** A whole amount, in `currency` or as Money. */
  amount: Amount | MoneyInput
  /** UGX, KES, TZS or RWF; without it UGX. */
  currency?: Currency | null | undefined
}

/** A request for a mobile-money payment through RohoPay; the payer gets a prompt on the phone. */
export interface CollectionRequestInput extends RohoAmount, Optionals<Omit<CollectionRequest, 'amount'>> {}

/** A payout to a mobile wallet through RohoPay. It needs a live key. */
export interface DisbursementRequestInput extends RohoAmount, Optionals<Omit<DisbursementRequest, 'amount'>> {}

/**
 * A request for a card payment through RohoPay. The card goes to the service as it is: make this call on a server that may
 * see cards (PCI DSS), and never log what you pass.
 */
export interface CheckoutRequestInput extends RohoAmount, Optionals<Omit<CheckoutRequest, 'amount'>> {}

/** Which transactions of RohoPay are wanted; what is absent does not restrict. */
export interface RohoTransactionFilterInput extends Optionals<Omit<RohoTransactionFilter, 'fromTime' | 'toTime'>> {
  /** Only those made at this time or later, in ISO 8601 or as a Date. */
  fromTime?: string | Date | null | undefined
  /** Only those made at this time or earlier. */
  toTime?: string | Date | null | undefined
}

/** A transaction of RohoPay as it was returned, or as it was stored since. */
export interface RohoTransactionInput extends Optionals<RohoTransaction> {}
