package io.github.dgspay

import io.github.dgspay.internal.cardEntryExpiry
import io.github.dgspay.internal.cardEntryNumber
import io.github.dgspay.internal.native

/**
 * What the fields of a card show while somebody types. It refuses nothing, whatever was typed: a field's text goes in as it
 * stands after the last key, with its `selectionStart`; what the field should show comes out.
 *
 * ```kotlin
 * val (text, caret) = CardEntry.number("42424", 5)     // "4242 4", 6
 * ```
 *
 * What comes out is card data: never log or store it. Printed, it shows nothing of what was typed.
 */
public object CardEntry {
    /**
     * What the field of the number shows: groups as they stand on the card, no more digits than its brand has.
     *
     * @param caret where the caret stands; without it, behind the text.
     */
    @JvmStatic
    @JvmOverloads
    public fun number(
        typed: String,
        caret: Int? = null,
    ): CardNumberEntry = native { cardEntryNumber(typed.withoutSurrogates(), caret) }

    /**
     * What the field of the expiry shows: `12/28`, however it was typed or pasted (`1228`, `12/2028`, `2028-12`).
     *
     * @param caret where the caret stands; without it, behind the text.
     * @param today the month that a card must not have expired in; without it, that of the machine's clock.
     */
    @JvmStatic
    @JvmOverloads
    public fun expiry(
        typed: String,
        caret: Int? = null,
        today: YearMonth? = null,
    ): CardExpiryEntry = native { cardEntryExpiry(typed.withoutSurrogates(), caret, today) }

    /** Half a surrogate pair cannot cross to the core. None is a digit; blanks in the place of all leave the caret right. */
    private fun String.withoutSurrogates(): String =
        if (none(Char::isSurrogate)) this else map { if (it.isSurrogate()) ' ' else it }.joinToString("")
}
