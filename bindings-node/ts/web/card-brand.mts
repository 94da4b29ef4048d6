import type { CardBrand } from '../native.js'
import { longest } from './ranges.mjs'

/** The first digits of the networks' numbers, and how many digits these have. */
const BRANDS: readonly (readonly [string, CardBrand, string])[] = [
  ['4', 'visa', '13 16 19'],
  ['51-55 2221-2720', 'mastercard', '16'],
  ['34 37', 'american_express', '15'],
  ['50 56-58 63 67', 'maestro', '12-19'],
  ['506099-506198 507865-507964 650002-650027', 'verve', '16 18 19'],
  ['62 81', 'union_pay', '16-19'],
  ['6011 644-649 65', 'discover', '16-19'],
  ['300-305 3095 36 38-39', 'diners_club', '14-19'],
  ['3528-3589', 'jcb', '16-19'],
]

/** The brand, once the digits tell it, and the lengths of its numbers; without a brand, those of any number. */
export function brandOf(digits: string) {
  const [, brand, lengths = '12-19'] = longest(BRANDS, digits) ?? []
  return { brand, lengths }
}
