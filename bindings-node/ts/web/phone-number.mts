import type { Country, PhoneNumber as Forms, MobileNetwork } from '../native.js'
import { text as textOf } from './arguments.mjs'
import { invalidArgument, invalidPhone } from './codes.mjs'
import { failure } from './errors.mjs'
import { longest } from './ranges.mjs'
import { trimmed } from './text.mjs'

/** A mobile number of Rwanda, Uganda, Kenya or Tanzania. */
export type PhoneNumber = Forms

/** A country: its ISO code, its country code, and what is known of the nine digits that all four have behind it. */
type Plan = readonly [
  name: string,
  code: string,
  /** Whether nine digits are a mobile number (libphonenumber's patterns). */
  mobile: RegExp,
  /** Ranges of prefixes, and the network behind them; none where it is no known wallet. */
  networks: readonly (readonly [ranges: string, network?: MobileNetwork])[],
]

const PLANS: readonly Plan[] = [
  [
    'RW',
    '250',
    /^7[237-9]/,
    [
      ['78-79', 'MTN'],
      ['72-73', 'Airtel'],
    ],
  ],
  [
    'UG',
    '256',
    /^7([014-8]|2([01467]|80)|3([0-267]|40)|9[0-589])/,
    [['76-79 724 737', 'MTN'], ['70 74-75 730-732', 'Airtel'], ['7240 798-799']],
  ],
  [
    'KE',
    '254',
    /^(7|1(0[0-8]|[18]|2[014]|3[05-9]|4[0-6]))/,
    [['11 14 18 70-72 74 757-759 768-769 79', 'M-Pesa'], ['10 135-139 73 75-76 78', 'Airtel'], ['744 747 761']],
  ],
  [
    'TZ',
    '255',
    /^(7|6[0-35-9])/,
    [
      ['72 74-76 79', 'M-Pesa'],
      ['65 67 70-71 77', 'Tigo'],
      ['60 66 68-69 78', 'Airtel'],
    ],
  ],
]

/** Mobile numbers. */
export const PhoneNumber = {
  /**
   * Reads a number in any usual spelling: `0788 123 456`, `788123456`, `+250 788-123-456`, `00250788123456`. A number without
   * a country code is one of `country`.
   *
   * @throws {ValidationError} `invalid_phone`, or `invalid_argument` for another country.
   */
  parse(text: string, country: Country = 'RW'): PhoneNumber {
    const typed = textOf(text, 'phone')
    const home = PLANS.find(([name]) => name === textOf(country, 'country').toUpperCase())
    if (home === undefined) throw failure(invalidArgument, `"${country}" is not one of RW, UG, KE, TZ`, 'country')
    const spelling = trimmed(typed)
    // Look-alike digits of other scripts are a trick, not a spelling.
    const isUsual = /^\+?[\d .()/\u00a0-]*$/.test(spelling)
    const all = isUsual ? spelling.replace('+', '00').replace(/\D/g, '') : ''
    const isInternational = all.startsWith('00')
    const digits = all.slice(isInternational ? 2 : 0)
    const numbers = PLANS.map((plan) => read(plan, plan[1], digits))
    const number = numbers.find(Boolean) ?? (isInternational ? undefined : read(home, '', digits))
    if (number) return number
    // The number itself is the payer's: the sentence names its length only.
    const length = typed.replace(/\D/g, '').length
    const what = `The phone number (${length} digits) is not a mobile number of Rwanda, Uganda, Kenya or Tanzania`
    throw failure(invalidPhone, what, 'phone')
  },
} as const

/** The number that the digits behind a prefix are, if it is one of the country. */
function read([country, countryCode, mobile, networks]: Plan, prefix: string, digits: string): PhoneNumber | undefined {
  // With or without the trunk zero; one that was kept behind the country code is repaired here too.
  const [, national] = new RegExp(`^${prefix}0?(\\d{9})$`).exec(digits) ?? []
  if (national === undefined || !mobile.test(national)) return undefined
  const [, network] = longest(networks, national) ?? []
  const e164 = `+${countryCode}${national}`
  return { country, countryCode, national, e164, ...(network && { network }) }
}
