import type { Charge, Customer, MobileMoneyCharge, MoneyInput, PhoneNumber, TransactionFilter } from './native.js'

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
  /** The customer's own number, if it is not the one that pays. */
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

/** Which transactions are wanted; what is absent does not restrict. */
export interface TransactionFilterInput extends Optionals<TransactionFilter> {}

/** A charge as it was returned, or as it was stored since. */
export interface ChargeInput extends Optionals<Charge> {}
