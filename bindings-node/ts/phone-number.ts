import { answered } from './call.js'
import { native } from './load.js'
import type { Country, PhoneNumber as Forms } from './native.js'

/** A mobile number of Rwanda, Uganda, Kenya or Tanzania. */
export type PhoneNumber = Forms

/** Mobile numbers. */
export const PhoneNumber = {
  /**
   * Reads a number in any usual spelling: `0788 123 456`, `788123456`, `+250 788-123-456`, `00250788123456`. A number without
   * a country code is one of `country`.
   *
   * @throws {ValidationError} `invalid_phone`, or `invalid_argument` for another country.
   */
  parse(text: string, country: Country = 'RW'): PhoneNumber {
    return answered(() => native.parsePhoneNumber(text, country))
  },
} as const
