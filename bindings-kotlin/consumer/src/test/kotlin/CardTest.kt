package consumer

import com.google.gson.Gson
import io.github.dgspay.CardBrand
import io.github.dgspay.CardCharge
import io.github.dgspay.CardEncryptor
import io.github.dgspay.CardEntry
import io.github.dgspay.ConfigException
import io.github.dgspay.Customer
import io.github.dgspay.EncryptedCard
import io.github.dgspay.EncryptedPin
import io.github.dgspay.NonceFormat
import io.github.dgspay.ValidationException
import io.github.dgspay.YearMonth
import io.github.dgspay.rwf
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.util.Base64
import java.util.HexFormat
import javax.crypto.AEADBadTagException
import javax.crypto.Cipher
import javax.crypto.spec.GCMParameterSpec
import javax.crypto.spec.SecretKeySpec
import kotlin.random.Random

/** Cards and PINs, opened again by the JDK's own cipher. */
class CardTest {
    /** The bytes 00 to 1f, as in the protocol's vectors. */
    private val key = ByteArray(32) { it.toByte() }
    private val encryptor = CardEncryptor(Base64.getEncoder().encodeToString(key))

    /** What the service does: by the nonce's text alone it knows the 12 bytes. */
    private fun open(nonce: String, field: String, with: ByteArray = key): String {
        val iv = if (nonce.length == 12) nonce.encodeToByteArray() else HexFormat.of().parseHex(nonce)
        val cipher = Cipher.getInstance("AES/GCM/NoPadding")
        cipher.init(Cipher.DECRYPT_MODE, SecretKeySpec(with, "AES"), GCMParameterSpec(128, iv))
        return cipher.doFinal(Base64.getDecoder().decode(field)).decodeToString()
    }

    @Test
    fun `the JDK opens every card, in both forms of nonce`() {
        val random = Random(20_261_121)

        fun digits(count: Int) = List(count) { random.nextInt(10) }.joinToString("")
        val nonces = mutableSetOf<String>()
        for (format in listOf(NonceFormat.HEX12, NonceFormat.HEX24)) {
            val encryptor = CardEncryptor(Base64.getEncoder().encodeToString(key), format)
            repeat(500) {
                val number = digits(random.nextInt(12, 20))
                val (month, year, cvv) =
                    Triple(random.nextInt(1, 13), random.nextInt(2000, 2100), digits(random.nextInt(3, 5)))
                val card = encryptor.encrypt(number.chunked(4).joinToString(" "), month, year, cvv)
                assertEquals(number, open(card.nonce, card.number))
                assertEquals("%02d".format(month), open(card.nonce, card.expiryMonth))
                assertEquals("$year", open(card.nonce, card.expiryYear))
                assertEquals(cvv, open(card.nonce, card.cvv))
                val pin = digits(random.nextInt(4, 13))
                val encrypted = encryptor.encryptPin(pin)
                assertEquals(pin, open(encrypted.nonce, encrypted.pin))
                assertTrue(nonces.add(card.nonce) && nonces.add(encrypted.nonce), "a nonce was used twice")
            }
        }
        assertEquals(setOf(12, 24), nonces.map { it.length }.toSet())
    }

    @Test
    fun `the control - another key or another nonce does not open it`() {
        val card = encryptor.encrypt("4242424242424242", "12", "28", "123")
        val another = encryptor.encrypt("4242424242424242", "12", "28", "123")
        assertNotEquals(card.nonce, another.nonce)
        assertThrows(AEADBadTagException::class.java) { open(another.nonce, card.number) }
        assertThrows(AEADBadTagException::class.java) { open(card.nonce, card.number, ByteArray(32) { 7 }) }
    }

    @Test
    fun `month and year are text or numbers, and the check digit only warns`() {
        val text = encryptor.encrypt("4242-4242-4242-4242", "3", "28", "123")
        assertEquals(listOf("03", "2028"), listOf(text.expiryMonth, text.expiryYear).map { open(text.nonce, it) })
        assertNull(text.warning)
        val mistyped = encryptor.encrypt("4532123456789010", 3, 28, "123")
        assertTrue("check digit" in mistyped.warning!!, mistyped.warning)
    }

    @Test
    fun `what was typed and what it became cannot be printed`() {
        val card = encryptor.encrypt("4242424242424242", 12, 2028, "987")
        val pin = encryptor.encryptPin("8642")
        val customer = Customer("Aline", "Uwase", "aline@example.rw")
        val refused =
            listOf<() -> Any>(
                { encryptor.encrypt("4242-canary", 12, 2028, "987") },
                { encryptor.encrypt("4242424242424242", "13", "2028", "987") },
                { encryptor.encrypt("4242424242424242", "12", "20-canary", "987") },
                { encryptor.encrypt("4242424242424242", "12", "2028", "98\uD83D") },
                { encryptor.encryptPin("864") },
            ).map { assertThrows(ValidationException::class.java) { it() } }
        assertEquals(listOf("number", "expiryMonth", "expiryYear", null, "pin"), refused.map { it.field })
        val key = assertThrows(ConfigException::class.java) { CardEncryptor("canary") }
        val printed =
            listOf(card, pin, CardCharge(5_000.rwf, card, customer, "https://shop.example"), encryptor) +
                (refused + key).flatMap { listOf(it, it.stackTraceToString(), it.info) }
        val private = listOf("4242", "987", "8642", "864", "canary", "AAECAw", "20-") +
            listOf(card.number, card.expiryMonth, card.expiryYear, card.cvv, card.nonce, pin.pin, pin.nonce)
        for (text in printed.map { "$it" }) {
            private.forEach {
                assertFalse(it in text.replace(Regex("\\(\\w+\\.(kt|java):\\d+\\)"), ""), "$it in $text")
            }
        }
        assertEquals("EncryptedPin(pin=[redacted], nonce=[redacted])", "$pin")
    }

    @Test
    fun `a page sends it as JSON, and a server takes it as it came`() {
        val card = encryptor.encrypt("4242424242424242", 12, 2028, "987")
        val pin = encryptor.encryptPin("8642")
        val gson = Gson()
        assertEquals(card, gson.fromJson(gson.toJson(card), EncryptedCard::class.java))
        assertEquals(pin, gson.fromJson(gson.toJson(pin), EncryptedPin::class.java))
        assertEquals(card, EncryptedCard(card.number, card.expiryMonth, card.expiryYear, card.cvv, card.nonce))
    }

    @Test
    fun `what is typed into a field comes back as it should be shown, and is printed nowhere`() {
        val number = CardEntry.number("4242 42424242 4242", 7)
        assertEquals("4242 4242 4242 4242" to 7, number.text to number.caret)
        assertEquals(CardBrand.VISA, number.brand)
        val expiry = CardEntry.expiry("03/2029", today = YearMonth(2026, 11))
        assertEquals(listOf("03/29", 3, 2029, false), with(expiry) { listOf(text, month, year, expired) })
        val printed = "$number $expiry"
        assertTrue("[redacted]" in printed)
        listOf("4242", "29", "month=3").forEach { assertFalse(it in printed, printed) }
    }

    @Test
    fun `a field takes half a surrogate pair`() {
        assertEquals("4242 4" to 2, with(CardEntry.number("4\uD83D242\uDCB34", 3)) { text to caret })
        assertEquals("12/28", CardEntry.expiry("12\uD83D28").text)
    }
}
