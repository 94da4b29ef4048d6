package io.github.dgspay.internal

import io.github.dgspay.Outcome
import io.github.dgspay.OutcomeUnknownException
import io.github.dgspay.ValidationException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.math.BigDecimal
import kotlin.time.Duration.Companion.milliseconds
import io.github.dgspay.InternalException as PublicInternalException

class BorderTest {
    @Test
    fun `a panic keeps its text as the cause, and is an unknown outcome while paying`() {
        val panic = InternalException("planted")
        val reading = assertThrows(PublicInternalException::class.java) { native { throw panic } }
        assertSame(panic, reading.cause)
        assertEquals(Outcome.NOT_MONEY, reading.outcome)
        val doubts =
            mapOf(
                Mishap.PANICKED_WHILE_CHARGING to "The payment may have been made",
                Mishap.PANICKED_WHILE_PAYING_OUT to "The payout may have been made",
                Mishap.PANICKED_WHILE_CONVERTING to "The conversion may have been made",
            )
        for ((mishap, doubt) in doubts) {
            val paying = assertThrows(OutcomeUnknownException::class.java) { native(mishap) { throw panic } }
            assertEquals("internal", paying.code)
            assertTrue(doubt in paying.message, paying.message)
        }
        val changing =
            assertThrows(PublicInternalException::class.java) {
                native(Mishap.PANICKED_WHILE_CHANGING) { throw panic }
            }
        assertEquals(Outcome.NOT_MONEY, changing.outcome)
        assertTrue("may have been done all the same" in changing.message, changing.message)
    }

    @Test
    fun `what the core refuses has no native exception behind it`() {
        val error = assertThrows(ValidationException::class.java) { native { moneyOf("0.5", "RWF") } }
        assertNull(error.cause)
        assertEquals("amount", error.field)
    }

    @Test
    fun `the field of an error has the name that it has in Kotlin`() {
        val encryptor = NativeCardEncryptor("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", null)
        val error =
            assertThrows(ValidationException::class.java) {
                native { encryptor.encrypt("4242424242424242", "13", "28", "123") }
            }
        assertEquals("expiryMonth", error.field)
        assertEquals("expiryMonth", error.info.field)
    }

    @Test
    fun `numbers with an exponent are written out only if they are small`() {
        assertEquals("1200", BigDecimal("1.2E+3").written())
        assertEquals("0.00012", BigDecimal("1.2E-4").written())
        assertEquals("1E+1000000000", BigDecimal("1E+1000000000").written())
    }

    @Test
    fun `an answer that comes while the waiting is being ended is not thrown away`() =
        runBlocking<Unit> {
            var kept: String? = null
            val job =
                launch(Dispatchers.Default) {
                    kept =
                        acting(Mishap.PANICKED_WHILE_CHARGING) {
                            delay(300.milliseconds)
                            "the charge"
                        }
                }
            delay(100.milliseconds)
            job.cancel()
            job.join()
            assertEquals("the charge", kept)
        }
}
