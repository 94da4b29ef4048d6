package consumer

import ch.qos.logback.classic.Logger
import ch.qos.logback.classic.spi.ILoggingEvent
import ch.qos.logback.core.read.ListAppender
import io.github.dgspay.Event
import io.github.dgspay.Money
import io.github.dgspay.SignatureException
import io.github.dgspay.Webhook
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.BeforeAll
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestInstance
import org.slf4j.LoggerFactory
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse
import java.net.http.HttpResponse.BodyHandlers
import java.util.concurrent.CopyOnWriteArrayList

private const val SECRET = "dgs_test_webhook_secret"

/** Spelled as no serialiser would: whoever parses it and writes it again has another body. */
private const val PAID =
    """{ "event":"payment.success", "dgs_reference":"dgs_1", "amount":5000.00, "currency":"RWF", "note":"caf\u00e9 é" }"""

/** What every receiver must do, on a server of its framework that listens on a port. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ReceiverTest {
    protected val webhook: Webhook = Webhook(SECRET)
    private val taken = CopyOnWriteArrayList<Event>()
    private val http = HttpClient.newHttpClient()
    private var port = 0

    /**
     * Starts a server, and tells its port. `/webhook` leads to [take]; `/parsed` answers with what the framework makes of
     * the JSON that it gets, written again.
     */
    protected abstract fun start(): Int

    protected abstract fun stop()

    /** The shop's own code. */
    protected fun take(event: Event) {
        check((event as? Event.PaymentSucceeded)?.reference != "dgs_failing") { "the shop's database is down" }
        taken += event
    }

    @BeforeAll
    fun open() {
        port = start()
    }

    @AfterAll
    fun close(): Unit = stop()

    private fun post(
        body: ByteArray,
        signature: String? = Webhook.sign(SECRET, body),
        path: String = "/webhook",
    ): HttpResponse<ByteArray> {
        val request = HttpRequest.newBuilder(
            URI("http://127.0.0.1:$port$path"),
        ).header("content-type", "application/json")
        if (signature != null) request.header("x-dgs-signature", signature)
        return http.send(request.POST(BodyPublishers.ofByteArray(body)).build(), BodyHandlers.ofByteArray())
    }

    private fun status(body: String, signature: String? = Webhook.sign(SECRET, body.encodeToByteArray())) =
        post(body.encodeToByteArray(), signature).statusCode()

    @Test
    fun `a delivery is taken, and answered as the service expects`() {
        taken.clear()
        val answer = post(PAID.encodeToByteArray())
        assertEquals(200, answer.statusCode())
        assertEquals("""{"status":"received"}""", answer.body().decodeToString())
        assertEquals("application/json", answer.headers().firstValue("content-type").get().substringBefore(';'))
        val event = taken.single() as Event.PaymentSucceeded
        assertEquals(Money.of(5_000, "RWF"), event.amount)
        assertEquals(PAID, event.raw)
    }

    @Test
    fun `what cannot be believed is not taken`() {
        taken.clear()
        assertEquals(401, status(PAID, null))
        assertEquals(401, status(PAID, "00".repeat(32)))
        assertEquals(401, status(PAID, "sha256=caf\u00e9"))
        assertEquals(401, status("$PAID ", Webhook.sign(SECRET, PAID.encodeToByteArray())))
        assertEquals(400, status("not JSON"))
        assertEquals(400, status("""{"event":"payment.success","note":"${"x".repeat(300_000)}"}"""))
        assertEquals(emptyList<Event>(), taken)
    }

    @Test
    fun `if the shop's code fails, the delivery is to come again, and the failure is logged`() {
        val root = LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) as Logger
        val log = ListAppender<ILoggingEvent>().apply { start() }
        root.addAppender(log)
        try {
            assertEquals(500, status(PAID.replace("dgs_1", "dgs_failing")))
        } finally {
            root.detachAppender(log)
        }
        assertEquals("the shop's database is down", log.list.single().throwableProxy.message)
        assertEquals(200, status(PAID), "the next one")
    }

    @Test
    fun `the control - a body that was parsed and written again is another body`() {
        val body = PAID.encodeToByteArray()
        val rewritten = post(body, path = "/parsed").apply { assertEquals(200, statusCode()) }.body()
        assertNotEquals(PAID, rewritten.decodeToString())
        assertThrows(SignatureException::class.java) { webhook.verify(rewritten, Webhook.sign(SECRET, body)) }
    }
}
