package io.github.dgspay.internal

import io.github.dgspay.DgsPayException
import io.github.dgspay.Outcome
import io.github.dgspay.OutcomeUnknownException
import io.github.dgspay.ValidationException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Test
import kotlin.time.Duration.Companion.milliseconds
import io.github.dgspay.InternalException as PublicInternalException

class BorderTest {
    @Test
    fun `a panic keeps its text as the cause, and is an unknown outcome while paying`() {
        val panic = InternalException("planted")
        val reading = assertThrows(PublicInternalException::class.java) { native { throw panic } }
        assertSame(panic, reading.cause)
        assertEquals(Outcome.NOT_MONEY, reading.outcome)
        val paying = assertThrows(DgsPayException::class.java) { native(Mishap.PANICKED_WHILE_PAYING) { throw panic } }
        assertInstanceOf(OutcomeUnknownException::class.java, paying)
        assertEquals("internal", paying.code)
    }

    @Test
    fun `what the core refuses has no native exception behind it`() {
        val error = assertThrows(ValidationException::class.java) { native { moneyOf("0.5", "RWF") } }
        assertNull(error.cause)
        assertEquals("amount", error.field)
    }

    @Test
    fun `an answer that comes while the waiting is being ended is not thrown away`() =
        runBlocking<Unit> {
            var kept: String? = null
            val job =
                launch(Dispatchers.Default) {
                    kept =
                        paying {
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
