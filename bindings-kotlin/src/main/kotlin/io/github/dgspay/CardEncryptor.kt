package io.github.dgspay

import io.github.dgspay.internal.NativeCardEncryptor
import io.github.dgspay.internal.native

/**
 * Encrypts cards and PINs for the service, where they are typed: in the app, or in the page. It needs no network, and may be
 * shared by all threads.
 *
 * A server that encrypts has seen the card, which puts it under the rules for those who store and process cards (PCI DSS).
 * The encryption key is symmetric: whoever holds it can also decrypt.
 *
 * @param encryptionKey the merchant's encryption key, as *Settings, API Settings* shows it; without it
 *   `DGSPAY_ENCRYPTION_KEY`.
 * @param nonceFormat how the nonce is written; without it [NonceFormat.HEX12].
 * @throws ConfigException `missing_credential` if there is no key, `invalid_secret` if it is not base64 of 32 bytes, or a
 *   placeholder, `invalid_setting` for a form of nonce that does not exist.
 */
public class CardEncryptor
    @JvmOverloads
    constructor(
        encryptionKey: String? = null,
        nonceFormat: NonceFormat? = null,
    ) {
        private val encryptor = native { NativeCardEncryptor(encryptionKey, nonceFormat) }

        /**
         * Encrypts a card, each field by itself under one fresh nonce. A number that fails the Luhn check passes with a
         * [warning][EncryptedCard.warning]: the service decides.
         *
         * @param number 12 to 19 digits; spaces and dashes between them are left out.
         * @param expiryMonth `1` to `12`.
         * @param expiryYear two digits or four, such as `28` or `2028`.
         * @param cvv the three or four digits of the security code.
         * @throws ValidationException `invalid_card` with the name of the field; what was typed does not stand in it.
         */
        public fun encrypt(
            number: String,
            expiryMonth: String,
            expiryYear: String,
            cvv: String,
        ): EncryptedCard = native { encryptor.encrypt(number, expiryMonth, expiryYear, cvv) }

        /** The same with month and year as numbers. */
        public fun encrypt(
            number: String,
            expiryMonth: Int,
            expiryYear: Int,
            cvv: String,
        ): EncryptedCard = encrypt(number, "$expiryMonth", "$expiryYear", cvv)

        /**
         * Encrypts a card's PIN for [Charges.authorizePin], under a nonce of its own.
         *
         * @throws ValidationException `invalid_card` (`pin`) if it is not 4 to 12 digits.
         */
        public fun encryptPin(pin: String): EncryptedPin = native { encryptor.encryptPin(pin) }

        /** Never shows the key. */
        override fun toString(): String = "CardEncryptor([redacted])"

        /** Another way to an encryptor. */
        public companion object {
            /**
             * An encryptor with the key of `DGSPAY_ENCRYPTION_KEY`.
             *
             * @throws ConfigException `missing_credential` if the variable is not set, `invalid_secret` if it holds a bad
             *   one, `invalid_setting` for a form of nonce that does not exist.
             */
            @JvmStatic
            @JvmOverloads
            public fun fromEnv(nonceFormat: NonceFormat? = null): CardEncryptor =
                CardEncryptor(nonceFormat = nonceFormat)
        }
    }
