import type { Money, Rate } from '../native.js'

/** Currencies that have another number of fraction digits than two (ISO 4217). */
const FRACTION_DIGITS: Readonly<Record<string, number>> = Object.fromEntries(
  Object.entries({
    0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
    3: 'BHD IQD JOD KWD LYD OMR TND',
    4: 'CLF UYW',
  }).flatMap(([digits, codes]) => codes.split(' ').map((code) => [code, Number(digits)])),
)

/** The largest amount that is believed, as a power of ten: beyond it lies a slip, not a payment. */
const LARGEST = 12

/** The amount in a currency, if it is one; more digits than the currency has are none, and never rounded. */
export function moneyOf(digits: string, currency: string): Money | undefined {
  const exact = decimalOf(digits)
  if (exact === undefined || exact.scale > (FRACTION_DIGITS[currency] ?? 2)) return undefined
  const { units, scale } = exact
  if ((units < 0n ? -units : units) > 10n ** BigInt(LARGEST + scale)) return undefined
  const plain = written(exact)
  const amount = Number(plain)
  // A number of JavaScript's holds fifteen digits for certain: one that it cannot hold to the last digit is none.
  return String(amount) === plain ? { amount, currency } : undefined
}

/** An exact decimal that is no amount. */
export function rateOf(digits: string): Rate | undefined {
  const exact = decimalOf(digits)
  return exact && written(exact)
}

/** `units` divided by ten to the power of `scale`, in as few digits as say it. */
interface Decimal {
  readonly units: bigint
  readonly scale: number
}

/** The limits of the core's decimals: 96 bits, and 28 digits behind the point. */
const WIDEST = 2n ** 96n
const LONGEST = 28

/** An exponent is a legal way for JSON to say 5000 (`5e3`), and exact. */
function decimalOf(digits: string): Decimal | undefined {
  const [, whole, fraction = '', exponent = '0'] = /^(-?\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(digits) ?? []
  if (whole === undefined) return undefined
  const power = Number(exponent)
  let units = BigInt(whole + fraction)
  let scale = fraction.length - power
  if (Math.max(fraction.length, scale, Math.abs(power)) > LONGEST) return undefined
  if (scale < 0) {
    units *= 10n ** BigInt(-scale)
    scale = 0
  }
  if (units >= WIDEST || -units >= WIDEST) return undefined
  for (; scale > 0 && units % 10n === 0n; scale -= 1) units /= 10n
  return { units, scale }
}

/** The decimal as it stands in JSON: no exponent, no zeros at its end. */
function written({ units, scale }: Decimal): string {
  const sign = units < 0n ? '-' : ''
  const digits = String(units)
    .replace('-', '')
    .padStart(scale + 1, '0')
  const point = digits.length - scale
  return sign + digits.slice(0, point) + (scale > 0 ? `.${digits.slice(point)}` : '')
}
