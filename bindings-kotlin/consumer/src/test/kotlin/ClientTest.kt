package consumer

import io.github.dgspay.CallOptions
import io.github.dgspay.ConfigException
import io.github.dgspay.Customer
import io.github.dgspay.DgsPay
import io.github.dgspay.DgsPayException
import io.github.dgspay.Environment
import io.github.dgspay.Event
import io.github.dgspay.InternalException
import io.github.dgspay.MobileNetwork
import io.github.dgspay.Money
import io.github.dgspay.Outcome
import io.github.dgspay.PaymentStatus
import io.github.dgspay.PhoneNumber
import io.github.dgspay.SignatureException
import io.github.dgspay.ValidationException
import io.github.dgspay.Webhook
import io.github.dgspay.rwf
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.future.await
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.ByteArrayInputStream
import java.io.ByteArrayOutputStream
import java.io.ObjectInputStream
import java.io.ObjectOutputStream
import java.math.BigDecimal
import java.time.Instant
import java.time.LocalDateTime
import java.util.concurrent.ConcurrentLinkedQueue
import kotlin.concurrent.thread
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds

/** What Kotlin's layer adds to the core. What the core does is in the conformance suite. */
class ClientTest {
    private val aline = Customer("Aline", "Uwase", "aline@example.rw")

    private suspend fun DgsPay.charge(amount: Money = 5_000.rwf) = charges.createMobileMoney(
        amount = amount,
        phone = "0788 123 456",
        network = MobileNetwork.MTN,
        customer = aline,
        redirectUrl = "https://shop.example/thanks",
        scenarioKey = "scenario:auth_pin",
    )

    @Test
    fun `a closed client says so, and that nothing was sent`() = runBlocking<Unit> {
        val pay = Sandbox.merchant().client()
        pay.close()
        pay.close()
        val error = runCatching { pay.charge() }.exceptionOrNull() as ConfigException
        assertEquals(Outcome.NOT_EXECUTED, error.outcome)
        assertTrue(error.message.startsWith("This client was closed."), error.message)
        assertEquals(Environment.SANDBOX, pay.environment)
        assertEquals("DgsPay(closed)", "$pay")
    }

    @Test
    fun `a panic is a typed error, and the library lives on`() = runBlocking<Unit> {
        val border = Class.forName("io.github.dgspay.internal.CallsKt")
        val panic = border.getMethod("panicLater").invoke(null) as java.util.concurrent.CompletableFuture<*>
        val error = runCatching { panic.await() }.exceptionOrNull()
        assertTrue(error is InternalException, "$error")
        assertEquals("RWF 5,000", "${5_000.rwf}")
    }

    @Test
    fun `text that is not Unicode is refused, never a stray exception`() {
        val half = "0788\uD83D"
        listOf<() -> Any>(
            { PhoneNumber.parse(half) },
            { Money.of(half, "RWF") },
            { DgsPay(apiKey = half) },
            { Webhook(half) },
            { Webhook.sign(half, ByteArray(0)) },
        ).forEach { call ->
            val error = assertThrows(ValidationException::class.java) { call() }
            assertEquals(listOf("invalid_argument", "not_executed"), listOf(error.code, "${error.outcome}"))
        }
        val webhook = Webhook("dgs_test_webhook_secret")
        assertThrows(SignatureException::class.java) { webhook.verify(ByteArray(0), half) }
    }

    @Test
    fun `16 threads and 10,000 coroutines at once`() {
        val failures = ConcurrentLinkedQueue<Throwable>()
        val threads =
            List(16) { number ->
                thread {
                    runCatching {
                        repeat(
                            1_000,
                        ) { assertEquals("RWF ${number + it}", "${(number.rwf + it.rwf)}".replace(",", "")) }
                    }.onFailure(failures::add)
                }
            }
        threads.forEach { it.join() }
        assertEquals(emptyList<Throwable>(), failures.toList())
        val merchant = Sandbox.merchant()
        merchant.client().use { pay ->
            val codes =
                runBlocking(Dispatchers.Default) {
                    List(10_000) {
                        async {
                            try {
                                pay.transactions.list(page = -it)
                                "sent"
                            } catch (error: ValidationException) {
                                error.code
                            }
                        }
                    }.awaitAll()
                }
            assertEquals(mapOf("invalid_argument" to 10_000), codes.groupingBy { it }.eachCount())
            val balances =
                runBlocking(Dispatchers.Default) { List(200) { async { pay.wallet.balances() } }.awaitAll() }
            assertEquals(1, balances.toSet().size)
        }
        assertEquals(200, merchant.requests().size)
    }

    @Test
    fun `a coroutine without a dispatcher leaves the core's threads alone`() = runBlocking(Dispatchers.Unconfined) {
        fun thread() = Thread.currentThread().name.substringBefore(" @")
        val own = thread()
        Sandbox.merchant().client().use { pay ->
            val calls = listOf<suspend () -> Any>({ pay.wallet.balances() }, { pay.charge() }, { DgsPay.warmUp() })
            for (call in calls) {
                call()
                assertTrue(thread() == own || thread().startsWith("DefaultDispatcher"), thread())
            }
        }
    }

    @Test
    fun `a flow fetches a page when it is asked for`() = runBlocking<Unit> {
        val merchant = Sandbox.merchant()
        merchant.client().use { pay ->
            repeat(3) { pay.charge((1_000 + it).rwf) }
            val walk = pay.transactions.iter(limit = 1)
            assertEquals(listOf(1_002.rwf, 1_001.rwf), walk.take(2).toList().map { it.amount })
            assertEquals(2, merchant.requests().count { it == "transactions.list" })
            assertEquals(3, walk.toList().size, "the walk can be begun again")
            assertEquals(
                1,
                pay.transactions
                    .iter(page = 3, limit = 1)
                    .toList()
                    .size,
            )
        }
    }

    @Test
    fun `words are constants, and what is not known survives`() = runBlocking<Unit> {
        Sandbox.merchant().client().use { pay ->
            val charge = pay.charges.wait(pay.charge(), timeout = 10.seconds)
            val said =
                when (charge.status) {
                    PaymentStatus.SUCCESSFUL -> "paid"
                    PaymentStatus.PENDING -> "waiting"
                    else -> charge.status.value
                }
            assertEquals("paid", said)
            val odd = charge.copy(status = PaymentStatus.of("frozen"), network = MobileNetwork.of("Starlink"))
            assertEquals(odd, pay.charges.wait(odd, timeout = 0.seconds))
        }
    }

    @Test
    fun `options of a call are a duration and more`() {
        assertEquals(CallOptions(1_500, 0, "k"), CallOptions(1_500.milliseconds, maxRetries = 0, idempotencyKey = "k"))
        assertEquals(Int.MAX_VALUE, CallOptions(Long.MAX_VALUE.milliseconds).timeoutMs)
        runBlocking {
            Sandbox.merchant().client().use { pay ->
                val error = runCatching { pay.wallet.balances(CallOptions((-1).seconds)) }.exceptionOrNull()
                assertEquals("invalid_setting", (error as DgsPayException).code)
            }
        }
    }

    @Test
    fun `money is arithmetic`() {
        assertEquals(4_850.rwf, 5_000.rwf - 150.rwf)
        assertTrue(5_000.rwf > 4_850L.rwf)
        assertEquals(Money.of(BigDecimal("94.50"), "USD"), Money.of("94.5", "usd"))
        assertEquals(BigDecimal("94.5"), Money.of("94.50", "USD").amount)
        assertEquals(5_000.rwf.hashCode(), Money.of(BigDecimal("5E+3"), "RWF").hashCode())
        listOf("1E+1000000000", "1E-1000000000", "1e13").forEach {
            assertThrows(ValidationException::class.java) { Money.of(BigDecimal(it), "RWF") }
        }
        assertThrows(ValidationException::class.java) { 1.rwf < Money.of(1, "USD") }
    }

    @Test
    fun `times with a zone are instants, others are not`() {
        val webhook = Webhook("dgs_test_webhook_secret")

        fun time(text: String): io.github.dgspay.Timestamp {
            val body =
                """{"event":"payment.failed","dgs_reference":"dgs_1","amount":1,"currency":"RWF","timestamp":"$text"}"""
            val event =
                webhook.verify(
                    body.encodeToByteArray(),
                    Webhook.sign("dgs_test_webhook_secret", body.encodeToByteArray()),
                )
            return (event as Event.PaymentFailed).timestamp!!
        }
        val zoned = time("2026-04-02T12:30:00+02:00")
        assertEquals(Instant.parse("2026-04-02T10:30:00Z"), zoned.instantOrNull())
        assertEquals(LocalDateTime.parse("2026-04-02T10:30:00"), zoned.localDateTime())
        val bare = time("2026-04-03 10:00:00")
        assertEquals(null, bare.instantOrNull())
        assertEquals(LocalDateTime.parse("2026-04-03T10:00:00"), bare.localDateTime())
    }

    @Test
    fun `errors and models can be serialised`() {
        val error = assertThrows(ValidationException::class.java) { Money.of("0.5", "RWF") }
        val copies =
            listOf(
                error,
                5_000.rwf,
                PhoneNumber.parse("0788123456"),
                PaymentStatus.PENDING,
                aline,
            ).map(::copied)
        assertEquals(error.info, (copies[0] as DgsPayException).info)
        assertEquals(listOf(5_000.rwf, PhoneNumber.parse("0788123456"), PaymentStatus.PENDING, aline), copies.drop(1))
    }

    @Test
    fun `warming up is harmless, twice too`() = runBlocking<Unit> {
        DgsPay.warmUp()
        DgsPay.warmUpAsync().await()
    }

    private fun copied(value: Any): Any {
        val bytes = ByteArrayOutputStream().also { ObjectOutputStream(it).writeObject(value) }.toByteArray()
        return ObjectInputStream(ByteArrayInputStream(bytes)).readObject()
    }
}
