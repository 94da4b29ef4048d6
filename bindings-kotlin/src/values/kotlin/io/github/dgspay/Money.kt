@file:JvmName("MoneyExtensions")

package io.github.dgspay

import io.github.dgspay.internal.MoneyForms
import io.github.dgspay.internal.moneyAdd
import io.github.dgspay.internal.moneyCompare
import io.github.dgspay.internal.moneyOf
import io.github.dgspay.internal.moneySubtract
import io.github.dgspay.internal.native
import io.github.dgspay.internal.written
import java.io.Serializable
import java.math.BigDecimal

/**
 * An exact amount in the currency's major units, as the service speaks them: 2000 is RWF 2,000.
 *
 * Make one with `5_000.rwf` or [Money.of]. It never has more fraction digits than its currency, and no binary float can
 * enter.
 */
public class Money internal constructor(
    forms: MoneyForms,
) : Serializable {
    /** The amount in major units. */
    public val amount: BigDecimal = BigDecimal(forms.amount)

    /** The currency's ISO 4217 code, such as `RWF`. */
    public val currency: String = forms.currency

    private val text: String = forms.text

    internal val forms: MoneyForms get() = MoneyForms(amount.toPlainString(), currency, text)

    /**
     * The sum.
     *
     * @throws ValidationException `invalid_currency` if the currencies differ, `invalid_amount` beyond 10^12.
     */
    public operator fun plus(other: Money): Money = native { moneyAdd(this, other) }

    /**
     * The difference, which may be negative.
     *
     * @throws ValidationException `invalid_currency` if the currencies differ, `invalid_amount` beyond 10^12.
     */
    public operator fun minus(other: Money): Money = native { moneySubtract(this, other) }

    /**
     * Which of two amounts of one currency is larger.
     *
     * @throws ValidationException `invalid_currency` if the currencies differ.
     */
    public operator fun compareTo(other: Money): Int = native { moneyCompare(this, other) }

    /** Whether amount and currency are the same: 5 and 5.00 are. */
    override fun equals(other: Any?): Boolean = other is Money && other.amount == amount && other.currency == currency

    /** Fits [equals]. */
    override fun hashCode(): Int = 31 * amount.hashCode() + currency.hashCode()

    /** For people: `RWF 5,000`. */
    override fun toString(): String = text.ifEmpty { of(amount, currency).text }

    /** Ways to make an amount. */
    public companion object {
        /**
         * An amount of a currency, by its ISO 4217 code.
         *
         * @throws ValidationException `invalid_amount` if it has more fraction digits than the currency or is beyond
         *   10^12; `invalid_currency` if the code is not one.
         */
        @JvmStatic
        public fun of(
            amount: BigDecimal,
            currency: String,
        ): Money = of(amount.written(), currency)

        /**
         * An amount written as a plain decimal, such as `94.50`.
         *
         * @throws ValidationException `invalid_amount` if it is anything else, has more fraction digits than the currency
         *   or is beyond 10^12; `invalid_currency` if the code is not one.
         */
        @JvmStatic
        public fun of(
            amount: String,
            currency: String,
        ): Money = native { moneyOf(amount, currency) }

        /**
         * A whole amount.
         *
         * @throws ValidationException `invalid_amount` beyond 10^12; `invalid_currency` if the code is not one.
         */
        @JvmStatic
        public fun of(
            amount: Long,
            currency: String,
        ): Money = of(amount.toString(), currency)

        /**
         * A whole number of 32 bits, which every currency can be paid in: there is nothing to check. What it looks like, the
         * core says when it is asked.
         */
        internal fun whole(
            amount: Int,
            currency: String,
        ): Money = Money(MoneyForms("$amount", currency, text = ""))
    }
}

/** This many Rwandan francs. */
public val Int.rwf: Money get() = Money.whole(this, "RWF")

/** This many Rwandan francs. */
public val Long.rwf: Money get() = Money.of(this, "RWF")

/** This many Ugandan shillings. */
public val Int.ugx: Money get() = Money.whole(this, "UGX")

/** This many Ugandan shillings. */
public val Long.ugx: Money get() = Money.of(this, "UGX")

/** This many Kenyan shillings. */
public val Int.kes: Money get() = Money.whole(this, "KES")

/** This many Kenyan shillings. */
public val Long.kes: Money get() = Money.of(this, "KES")

/** This many Tanzanian shillings. */
public val Int.tzs: Money get() = Money.whole(this, "TZS")

/** This many Tanzanian shillings. */
public val Long.tzs: Money get() = Money.of(this, "TZS")
