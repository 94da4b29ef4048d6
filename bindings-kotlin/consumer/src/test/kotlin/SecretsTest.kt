package consumer

import io.github.dgspay.DgsPay
import io.github.dgspay.DgsPayException
import io.github.dgspay.Webhook
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.ByteArrayOutputStream
import java.io.ObjectOutputStream

/** No credential is in anything that can be printed. */
class SecretsTest {
    private val canary = "canary7f3a"

    private fun failing(call: suspend () -> Any?): DgsPayException =
        runBlocking { runCatching { call() }.exceptionOrNull() as DgsPayException }

    private fun written(error: DgsPayException): String =
        ByteArrayOutputStream().also { ObjectOutputStream(it).writeObject(error) }.toString(Charsets.ISO_8859_1)

    @Test
    fun `nothing printable shows a key`() {
        val refused =
            Sandbox
                .merchant()
                .settings
                .deepCopy()
                .apply { addProperty("api_key", "sk_test_$canary") }
        val errors =
            listOf(
                failing { client(refused).wallet.balances() },
                failing { DgsPay("sk_test_$canary\n", "ACC-1") },
                failing { DgsPay("sk_live_$canary", "ACC-1") },
                failing { DgsPay("sk_test_1", "$canary\u0000") },
                failing { DgsPay("sk_test_$canary\uD800", "ACC-1") },
                failing { Webhook("$canary ") },
                failing { Webhook("secret_$canary").verify(ByteArray(0), "00".repeat(32)) },
            )
        val printable =
            errors.flatMap { listOf("$it", it.stackTraceToString(), "${it.info}", written(it)) } +
                listOf("${client(refused)}", "${Webhook("secret_$canary")}", "${DgsPay.builder().apiKey(canary)}")
        printable.forEach { assertFalse(canary in it, it) }
        assertEquals(listOf("key_refused", "invalid_credential", "wrong_environment"), errors.take(3).map { it.code })
    }

    @Test
    fun `the control - the key is there where it belongs`() {
        SilentServer().use { server ->
            val reading = DgsPay("sk_test_$canary", "ACC-1", baseUrl = server.url).wallet.balancesAsync()
            assertTrue(canary in server.next().head)
            reading.cancel(true)
        }
    }
}
