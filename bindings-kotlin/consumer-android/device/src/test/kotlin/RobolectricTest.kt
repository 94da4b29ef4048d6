package consumer

import com.sun.net.httpserver.HttpServer
import io.github.dgspay.Country
import io.github.dgspay.DgsPay
import io.github.dgspay.MobileNetwork
import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import java.io.File
import java.net.InetSocketAddress

/** The library as the tests of an app use it: on the classes of Android 14, with this machine's build of the core. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34], manifest = Config.NONE)
class RobolectricTest {
    private val answer =
        """{"status":"success","code":"00","message":"ok","data":[{"bank_key":"mtn_rw","name":"MTN MoMo",
        "destination_type":"mobile_money","branch_required":false,"network":"MTN"}]}"""

    @Test
    fun `a call goes through Kotlin, the core, OkHttp and back`() = runBlocking<Unit> {
        val agents = mutableListOf<String>()
        val server = HttpServer.create(InetSocketAddress("127.0.0.1", 0), 0)
        server.createContext("/") { exchange ->
            agents += exchange.requestHeaders.getFirst("User-Agent")
            exchange.sendResponseHeaders(200, answer.length.toLong())
            exchange.responseBody.use { it.write(answer.toByteArray()) }
        }
        server.start()
        val pay = DgsPay("ACC-0001234", baseUrl = "http://127.0.0.1:${server.address.port}") { "sk_test_0123456789" }
        val banks = pay.use { it.banks.list(Country.RWANDA) }
        server.stop(0)
        assertEquals(listOf("mtn_rw" to MobileNetwork.MTN), banks.map { it.bankKey to it.network })
        assertTrue("$agents", agents.single().startsWith("dgspay/") && " android/34" in agents.single())
    }

    @Test
    fun `every shared vector, a panic on a thread of the core among them`() = runBlocking<Unit> {
        assertEquals(0, runAll(read(File(System.getProperty("vectors"))), "android") { runVector(it) })
    }
}
