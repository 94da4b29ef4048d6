package io.github.dgspay

import io.github.dgspay.internal.FaultyServer
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.net.ServerSocket
import java.util.concurrent.TimeUnit.SECONDS
import java.util.concurrent.atomic.AtomicInteger
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlin.time.measureTime

/** The whole way from a call to the wire and back: core, foreign transport, OkHttp. */
class DeviceTest {
    private fun client(
        url: String,
        timeout: Duration = 10.seconds,
    ) = DgsPay("ACC-0001234", baseUrl = url, timeout = timeout, maxRetries = 2) { "sk_test_0123456789" }

    private suspend fun DgsPay.charge() =
        charges.createMobileMoney(
            amount = 5_000.rwf,
            phone = "0788 123 456",
            network = MobileNetwork.MTN,
            customer = Customer("Aline", "Uwase", "aline@example.rw"),
            redirectUrl = "https://shop.example/thanks",
        )

    private fun failure(call: suspend () -> Any?) =
        runBlocking { runCatching { call() }.exceptionOrNull() } as DgsPayException

    @Test
    fun `money leaves once, whatever happens to it`() {
        val faults =
            listOf<FaultyServer.Exchange.() -> Unit>(
                { reset() },
                { cut("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"status\":") },
                { reply("503 Busy", "", "Retry-After: 0\r\n") },
                { reply("307 Elsewhere", "", "Location: /elsewhere\r\n") },
                { babble() },
            )
        for ((place, fault) in faults.withIndex()) {
            FaultyServer(fault).use { server ->
                val error = failure { client(server.url).use { it.charge() } }
                assertEquals(Outcome.UNKNOWN, error.outcome, "fault $place: $error")
                assertEquals(listOf(1, 1), listOf(server.requests, error.attempts), "fault $place")
            }
        }
    }

    @Test
    fun `where no connection comes about, no money has moved, and it is tried again`() {
        val closed = ServerSocket(0).use { it.localPort }
        val error = failure { client("http://127.0.0.1:$closed").use { it.charge() } }
        assertTrue(error is ConnectionException, "$error")
        assertEquals(Outcome.NOT_EXECUTED, error.outcome)
        assertEquals(3, error.attempts)
    }

    @Test
    fun `the deadline is the core's, and ends the call on the wire`() {
        FaultyServer { }.use { server ->
            val took =
                measureTime {
                    val error = failure { client(server.url, timeout = 300.milliseconds).use { it.charge() } }
                    assertEquals(Outcome.UNKNOWN, error.outcome, "$error")
                }
            assertTrue(took in 250.milliseconds..3.seconds, "$took")
            assertTrue(server.left.await(5, SECONDS), "the connection is still open")
            assertEquals(1, server.requests)
        }
    }

    @Test
    fun `a read that nobody waits for is given up on the wire, a charge is not`() =
        runBlocking<Unit> {
            FaultyServer { }.use { server ->
                val reading = launch(Dispatchers.Default) { client(server.url).wallet.balances() }
                while (server.requests == 0) delay(10.milliseconds)
                reading.cancelAndJoin()
                assertTrue(server.left.await(5, SECONDS), "the connection is still open")
            }
            FaultyServer { }.use { server ->
                val charging = async(Dispatchers.Default) { runCatching { client(server.url).charge() } }
                while (server.requests == 0) delay(10.milliseconds)
                charging.cancelAndJoin()
                assertEquals(1L, server.left.count, "the charge goes on")
            }
        }

    @Test
    fun `a key is asked for once, and never sent unencrypted to another machine`() {
        val asked = AtomicInteger()
        DgsPay("ACC-0001234") { "sk_test_${asked.incrementAndGet()}" }.close()
        assertEquals(1, asked.get())
        val missing = failure { DgsPay("ACC-0001234") { null } }
        assertEquals("missing_credential", missing.code)
        assertEquals("missing_credential", failure { RohoPay { "" } }.code)
        val keystore = IllegalStateException("the keystore is locked")
        assertThrows(IllegalStateException::class.java) { RohoPay { throw keystore } }
        val plain = failure { client("http://pay.example") }
        assertEquals("invalid_base_url", plain.code)
    }

    @Test
    fun `Java's way to a client`() {
        val pay = DgsPay.builder("ACC-0001234", { "sk_test_0123456789" }).maxRetries(0).build()
        assertEquals(Environment.SANDBOX, pay.environment)
        assertEquals(Environment.SANDBOX, RohoPay.builder { "test_0123456789" }.build().environment)
    }
}
