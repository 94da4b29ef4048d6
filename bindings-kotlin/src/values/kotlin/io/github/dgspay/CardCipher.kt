package io.github.dgspay

import io.github.dgspay.internal.NativeCardEncryptor
import io.github.dgspay.internal.native

/** What encrypts cards and PINs, however it came by its key: make a [CardEncryptor]. */
public abstract class CardCipher internal constructor(
    private val encryptor: NativeCardEncryptor,
) {
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
     * Encrypts a card's PIN, for the bank that asks for it, under a nonce of its own.
     *
     * @throws ValidationException `invalid_card` (`pin`) if it is not 4 to 12 digits.
     */
    public fun encryptPin(pin: String): EncryptedPin = native { encryptor.encryptPin(pin) }

    /** Never shows the key. */
    override fun toString(): String = "CardEncryptor([redacted])"
}
