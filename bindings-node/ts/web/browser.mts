/**
 * Cards, PINs and phone numbers in a page: with WebCrypto, without native code, and under any Content-Security-Policy that
 * allows a script of your own.
 *
 * @packageDocumentation
 */

export type { CardEncryptorOptions, CardInput } from '../input.js'
export type {
  CardBrand,
  CardExpiryEntry,
  CardNumberEntry,
  Country,
  EncryptedCard,
  EncryptedPin,
  MobileNetwork,
  NonceFormat,
  Outcome,
  YearMonth,
} from '../native.js'
export { CardEncryptor, encryptCard, encryptPin } from './card-encryptor.mjs'
export { CardEntry } from './card-entry.mjs'
export { ConfigError, DgsPayError, ValidationError } from './errors.mjs'
export { PhoneNumber } from './phone-number.mjs'
