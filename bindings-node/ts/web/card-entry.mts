import { hidden } from '../hidden.js'
import type { CardExpiryEntry, CardNumberEntry, YearMonth } from '../native.js'
import { text } from './arguments.mjs'
import { brandOf } from './card-brand.mjs'
import { passesLuhn } from './luhn.mjs'
import { longest } from './ranges.mjs'

/**
 * What the fields of a card show while somebody types. It refuses nothing, whatever was typed: a field's text goes in as it
 * stands after the last key, with its `selectionStart`; what the field should show comes out.
 *
 * ```ts
 * field.addEventListener('input', () => {
 *   const { text, caret } = CardEntry.number(field.value, field.selectionStart)
 *   field.value = text
 *   field.setSelectionRange(caret, caret)
 * })
 * ```
 *
 * What comes out is card data: printed, and in JSON, it shows nothing of what was typed.
 */
export const CardEntry = {
  /**
   * What the field of the number shows: groups as they stand on the card, no more digits than its brand has. Without a
   * `caret` it stands behind the text.
   */
  number(typed: string, caret?: number | null): CardNumberEntry {
    const all = read(typed, caret).runs.flat()
    const { brand, lengths } = brandOf(plain(all))
    const digits = all.slice(0, Number(lengths.slice(-2)))
    const isAmerican = brand === 'american_express'
    // The short numbers of Diners Club have a pattern of their own, its long ones that of everybody.
    const gaps = isAmerican || (brand === 'diners_club' && digits.length < 15) ? [4, 10] : [4, 8, 12, 16]
    const complete = longest([[lengths]], String(digits.length)) !== undefined
    const entry = {
      ...shown(
        digits.flatMap((digit, place) => (gaps.includes(place) ? [SPACE, digit] : digit)),
        all,
      ),
      complete,
      mayBeMistyped: complete && !passesLuhn(plain(digits)),
      securityCodeLength: isAmerican ? 4 : 3,
      ...(brand && { brand }),
    }
    return hidden('CardNumberEntry', entry, 'text')
  },

  /**
   * What the field of the expiry shows: `12/28`, however it was typed or pasted (`1228`, `12/2028`, `2028-12`). `today` is the
   * month that a card must not have expired in; without it, that of the browser's clock.
   */
  expiry(typed: string, caret?: number | null, today?: YearMonth | null): CardExpiryEntry {
    const typedDigits = read(typed, caret)
    const parts = partsOf(typedDigits)
    const month = numberIn(parts.month)
    const year = numberIn(parts.year)
    const isMonth = month !== undefined && month > 0 && month < 13
    const complete = isMonth && year !== undefined
    const now = today ? Date.UTC(today.year, today.month - 1) : Date.now()
    const entry = {
      ...shown([...parts.month, ...(parts.hasSlash ? [SLASH] : []), ...parts.year], typedDigits.runs.flat()),
      complete,
      // A card is good to the end of its month.
      expired: complete && Date.UTC(2000 + year, month) <= now,
      ...(isMonth && { month }),
      ...(year !== undefined && { year: 2000 + year }),
    }
    return hidden('CardExpiryEntry', entry, 'text', 'month', 'year')
  },
} as const

/** A character of a field's text. */
interface Character {
  readonly written: string
  /** Whether it was typed, and before the caret. */
  readonly isBefore: boolean
}

/** What nobody typed. */
const made = (written: string): Character => ({ written, isBefore: false })
const [SPACE, SLASH, ZERO] = [made(' '), made('/'), made('0')]

/** What stands in a field, as far as a card cares: its stretches of digits, in ASCII, and what is around them. */
function read(typed: string, caret?: number | null) {
  const ascii = text(typed, 'typed').replace(/[\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]/g, (digit) =>
    // The four lowest bits of a digit are its value, on all of these keyboards.
    String(digit.charCodeAt(0) & 15),
  )
  const runs = Array.from(ascii.matchAll(/\d+/g), ({ 0: run, index }) =>
    Array.from(run, (written, place) => ({ written, isBefore: index + place < (caret ?? ascii.length) })),
  )
  return { runs, beginsWithSlash: /^\D*\//.test(ascii), endsWithSeparator: /\d\D+$/.test(ascii) }
}

const plain = (digits: readonly Character[]) => digits.map(({ written }) => written).join('')

/**
 * The text, and its caret: behind the last character that was typed before it, or behind all of it if no digit was typed
 * behind the caret.
 */
function shown(characters: readonly Character[], typed: readonly Character[]) {
  const caret = characters.findLastIndex(({ isBefore }) => isBefore) + 1
  const isAtEnd = typed.every(({ isBefore }) => isBefore)
  return { text: plain(characters), caret: isAtEnd ? characters.length : caret }
}

/**
 * The digits on both sides of the slash, and whether it is shown. One is never made up behind a month alone: it would be there
 * again whenever somebody deletes it.
 */
function partsOf({ runs: [first = [], second], beginsWithSlash, endsWithSeparator }: ReturnType<typeof read>) {
  if (second !== undefined) {
    // As ISO 8601 and the autofill of browsers write it.
    const [month, year] = /^20..$/.test(plain(first)) ? [second, first] : [first, second]
    return { month: wholeMonth(month), year: twoDigits(year), hasSlash: true }
  }
  if (first.length > 0 && beginsWithSlash) return { month: [], year: twoDigits(first), hasSlash: true }

  // Digits without anything between them: as many are the month's as make one.
  const digits = without(first, /^0*(?=0)/)
  const all = plain(digits)
  const [month, rest] = /^(0.|1[0-2])/.test(all)
    ? [digits.slice(0, 2), digits.slice(2)]
    : /^([2-9]|1.)/.test(all) || (all === '1' && endsWithSeparator)
      ? [[ZERO, ...digits.slice(0, 1)], digits.slice(1)]
      : // What may yet become a month of two digits.
        [digits, []]
  return { month, year: twoDigits(rest), hasSlash: rest.length > 0 || (month.length === 2 && endsWithSeparator) }
}

/** The digits behind this beginning of them. */
const without = (digits: readonly Character[], beginning: RegExp) =>
  digits.slice(beginning.exec(plain(digits))?.[0].length)

/** A month that something stands behind. It may be none (`13`): nothing that was typed is guessed away. */
function wholeMonth(typed: readonly Character[]) {
  // Whoever types into `01/28` to make it `12/28` has a `012` on the way.
  const digits = without(typed, /^0*(?=..)/)
  return /^[1-9]$/.test(plain(digits)) ? [ZERO, ...digits] : digits.slice(0, 2)
}

/** A year with the two digits that cards have; three, while somebody types one of four. */
function twoDigits(year: readonly Character[]) {
  if (!/^20./.test(plain(year))) return year.slice(0, 2)
  return year.length === 3 ? year : year.slice(2, 4)
}

/** What two digits say. */
const numberIn = (digits: readonly Character[]) => (digits.length === 2 ? Number(plain(digits)) : undefined)
