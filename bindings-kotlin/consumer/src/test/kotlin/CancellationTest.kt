package consumer

import io.github.dgspay.Customer
import io.github.dgspay.DgsPay
import io.github.dgspay.DgsPayException
import io.github.dgspay.EncryptedPin
import io.github.dgspay.MobileMoneyCharge
import io.github.dgspay.MobileMoneyPayout
import io.github.dgspay.MobileNetwork
import io.github.dgspay.Outcome
import io.github.dgspay.OutcomeUnknownException
import io.github.dgspay.PhoneNumber
import io.github.dgspay.rwf
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.TimeoutCancellationException
import kotlinx.coroutines.async
import kotlinx.coroutines.cancel
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeSource

/** Cancelling ends the waiting. A read is given up; a call that moves money runs to its end. */
class CancellationTest {
    private val server = SilentServer()
    private val pay = DgsPay("sk_test_cancellation", "ACC-0001234", baseUrl = server.url)

    @AfterEach
    fun stop() {
        pay.close()
        server.close()
    }

    private val request =
        MobileMoneyCharge(
            5_000.rwf,
            PhoneNumber.parse("0788 123 456"),
            MobileNetwork.MTN,
            Customer("Aline", "Uwase", "aline@example.rw"),
            "https://shop.example/thanks",
            callbackUrl = "https://shop.example/hook",
        )

    @Test
    fun `a cancelled payment leaves once, runs to its end, and tells its token`() = runBlocking<Unit> {
        var caught: CancellationException? = null
        val job =
            launch(Dispatchers.Default) {
                try {
                    pay.charges.createMobileMoney(request)
                } catch (cancellation: CancellationException) {
                    caught = cancellation
                    throw cancellation
                }
            }
        val post = server.next()
        val begun = TimeSource.Monotonic.markNow()
        job.cancel()
        job.join()
        assertTrue(begun.elapsedNow() < 2.seconds, "the waiting ended at once")
        val note = caught!!.suppressed.single() as OutcomeUnknownException
        assertEquals("stopped_waiting", note.code)
        assertTrue(post.body.contains("dgspay_token=${note.token}"), "${note.token} in ${post.body}")
        assertFalse(post.isGivenUpWithin(500), "the connection stays open for the answer")
        post.answer("""{"status":"success"}""")
        assertEquals(1, server.seen.size)
    }

    @Test
    fun `whatever pays, converts or changes something runs to its end as well`() = runBlocking<Unit> {
        val phone = PhoneNumber.parse("0788 123 456")
        val pin = EncryptedPin("c2VhbGVk", "abc123def456")
        val calls =
            mapOf<String, suspend () -> Any>(
                "POST /authorize" to { pay.charges.authorizePin("dgs_1", pin) },
                "POST /disburse" to
                    { pay.disbursements.toMobileMoney(MobileMoneyPayout(5_000.rwf, phone, MobileNetwork.MTN)) },
                "POST /convert" to { pay.wallet.convert(5_000.rwf, "USD") },
                "PATCH /payment-links/l_1" to { pay.paymentLinks.update("l_1", title = "Invoice 7") },
                "DELETE /payment-links/l_1" to { pay.paymentLinks.archive("l_1") },
            )
        for ((line, call) in calls) {
            var caught: CancellationException? = null
            val job =
                launch(Dispatchers.Default) {
                    try {
                        call()
                    } catch (cancellation: CancellationException) {
                        caught = cancellation
                        throw cancellation
                    }
                }
            val request = server.next()
            job.cancel()
            job.join()
            assertTrue(request.head.startsWith("$line "), request.head)
            val note = caught!!.suppressed.single() as DgsPayException
            assertEquals("stopped_waiting", note.code)
            assertEquals(if ("links" in line) Outcome.NOT_MONEY else Outcome.UNKNOWN, note.outcome)
            assertFalse(request.isGivenUpWithin(200), "$line stays open for its answer")
        }
        assertEquals(calls.size, server.seen.size)
    }

    @Test
    fun `a timeout of the caller is the same`() = runBlocking<Unit> {
        val failure =
            runCatching { withTimeout(1.seconds) { pay.charges.createMobileMoney(request) } }.exceptionOrNull()
        assertTrue(failure is TimeoutCancellationException, "$failure")
        assertFalse(server.next().isGivenUpWithin(300))
        assertEquals(1, server.seen.size)
    }

    @Test
    fun `a payment of a coroutine that is cancelled already is not sent`() = runBlocking<Unit> {
        val job =
            launch(Dispatchers.Default) {
                currentCoroutineContext().cancel()
                pay.charges.createMobileMoney(request)
            }
        job.join()
        assertTrue(job.isCancelled)
        assertEquals(0, server.seen.size)
    }

    @Test
    fun `a cancelled read is given up, without a note`() = runBlocking<Unit> {
        var caught: CancellationException? = null
        val job =
            launch(Dispatchers.Default) {
                try {
                    pay.wallet.balances()
                } catch (cancellation: CancellationException) {
                    caught = cancellation
                    throw cancellation
                }
            }
        val get = server.next()
        job.cancel()
        job.join()
        assertEquals(0, caught!!.suppressed.size)
        assertTrue(get.isGivenUpWithin(5_000))
    }

    @Test
    fun `a cancelled future gives up a read and keeps a payment`() {
        val payment = pay.charges.createMobileMoneyAsync(request)
        val post = server.next()
        payment.cancel(true)
        assertFalse(post.isGivenUpWithin(300))
        val read = pay.wallet.balancesAsync()
        val get = server.next()
        read.cancel(true)
        assertTrue(get.isGivenUpWithin(5_000))
        assertThrows(java.util.concurrent.CancellationException::class.java) { payment.join() }
    }

    @Test
    fun `a payment that nobody waits for keeps working when the client is closed`() = runBlocking<Unit> {
        val running = async(Dispatchers.Default) { pay.charges.createMobileMoney(request) }
        val post = server.next()
        withContext(Dispatchers.Default) { pay.close() }
        post.answer("""{"dgs_reference":"dgs_2","amount":5000,"currency":"RWF","transaction_status":"pending"}""")
        assertEquals("dgs_2", running.await().reference)
    }
}
