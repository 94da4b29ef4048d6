package io.github.dgspay

import io.github.dgspay.internal.PhoneForms
import io.github.dgspay.internal.native
import io.github.dgspay.internal.phoneParse
import java.io.Serializable

/** A mobile number of Rwanda, Uganda, Kenya or Tanzania. Make one with [PhoneNumber.parse]. */
public class PhoneNumber internal constructor(
    forms: PhoneForms,
) : Serializable {
    /** The country. */
    public val country: Country = forms.country

    /** The country code without `+`, such as `250`. */
    public val countryCode: String = forms.countryCode

    /** The nine digits without country code and leading zero, such as `788123456`. */
    public val national: String = forms.national

    /** The international form, such as `+250788123456`. */
    public val e164: String = forms.e164

    /** The network that the prefix suggests. Never refuse a payment for it: numbers move between networks. */
    public val network: MobileNetwork? = forms.network

    internal val forms: PhoneForms get() = PhoneForms(country, countryCode, national, e164, network)

    /** Whether it is the same number, however it was spelled. */
    override fun equals(other: Any?): Boolean = other is PhoneNumber && other.e164 == e164

    /** Fits [equals]. */
    override fun hashCode(): Int = e164.hashCode()

    /** The international form. */
    override fun toString(): String = e164

    /** Ways to read a number. */
    public companion object {
        /**
         * Reads a number in any usual spelling: `0788 123 456`, `+250 788-123-456`, `00250788123456`. A number without a
         * country code is one of [country].
         *
         * @throws ValidationException `invalid_phone` if it is no mobile number of the country, `invalid_argument` if the
         *   country is not known here.
         */
        @JvmStatic
        @JvmOverloads
        public fun parse(
            text: String,
            country: Country = Country.RWANDA,
        ): PhoneNumber = native { phoneParse(text, country) }

        /** A number that goes into a request at once: it is read there, with all else, and is shown to nobody before. */
        internal fun asWritten(text: String): PhoneNumber = PhoneNumber(PhoneForms(Country.RWANDA, "", "", text, null))
    }
}
