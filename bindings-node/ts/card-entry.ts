import { answered } from './call.js'
import { hidden } from './hidden.js'
import { native } from './load.js'
import type { CardExpiryEntry, CardNumberEntry, YearMonth } from './native.js'

/**
 * What the fields of a card show while somebody types. It refuses nothing, whatever was typed: a field's text goes in as it
 * stands after the last key, with its `selectionStart`; what the field should show comes out.
 *
 * ```ts
 * const { text, caret, brand } = CardEntry.number('42424', 5) // '4242 4', 6, 'visa'
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
    const entry = answered(() => native.enterCardNumber(typed, caret))
    return hidden('CardNumberEntry', entry, 'text')
  },

  /**
   * What the field of the expiry shows: `12/28`, however it was typed or pasted (`1228`, `12/2028`, `2028-12`). `today` is the
   * month that a card must not have expired in; without it, that of the machine's clock.
   */
  expiry(typed: string, caret?: number | null, today?: YearMonth | null): CardExpiryEntry {
    const entry = answered(() => native.enterCardExpiry(typed, caret, today))
    return hidden('CardExpiryEntry', entry, 'text', 'month', 'year')
  },
} as const
