package consumer

import com.google.gson.JsonObject
import com.google.gson.JsonParser
import io.github.dgspay.DgsPay
import io.github.dgspay.Event
import io.github.dgspay.Webhook
import kotlinx.coroutines.delay
import java.io.File
import java.util.concurrent.TimeUnit
import kotlin.time.Duration.Companion.milliseconds

/** The offline sandbox, started once for all tests; each test opens a merchant of its own. */
object Sandbox {
    private val process: Process =
        ProcessBuilder(System.getenv("DGSPAY_BIN") ?: "../../target/debug/dgspay", "sandbox", "--json", "--port", "0")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start()
            .also { Runtime.getRuntime().addShutdownHook(Thread(it::destroy)) }

    val ready: JsonObject = JsonParser.parseString(process.inputReader().readLine()).asJsonObject

    val control: Control = Control(ready)

    fun merchant(settings: Map<String, Any> = emptyMap()): Merchant =
        Merchant(control.post("/merchants", plain(settings)))
}

/** A merchant of the sandbox. */
class Merchant(answer: JsonObject) {
    private val id = answer.text("id")
    val settings: JsonObject = answer["dgs"].asJsonObject
    val webhookSecret: String = settings.text("webhook_secret")!!

    fun client(): DgsPay = client(settings)

    fun ask(path: String): JsonObject = Sandbox.control.get("$path?merchant=$id")

    /** The first webhook of this event, verified; waited for up to 5 s. */
    suspend fun webhook(event: String): Event {
        repeat(50) {
            val log = ask("/webhooks")["webhooks"].asJsonArray.map { it.asJsonObject }
            log.firstOrNull { it.text("event") == event }?.let {
                return Webhook(webhookSecret).verify(it.text("body")!!.encodeToByteArray(), it.text("signature"))
            }
            delay(100.milliseconds)
        }
        error("no $event within 5 s")
    }

    fun requests(): List<String> = ask("/requests")["requests"].asJsonArray.map { it.asJsonObject.text("operation")!! }
}

/** A JVM of its own, on the same classes. */
fun java(
    main: String,
    vararg arguments: String,
    options: List<String> = emptyList(),
    environment: Map<String, String> = emptyMap(),
): Ended {
    val binary = File(System.getProperty("java.home"), "bin/java").path
    val command = listOf(binary) + options + listOf("-cp", System.getProperty("java.class.path"), main) + arguments
    val builder = ProcessBuilder(command).redirectErrorStream(true)
    builder.environment().putAll(environment)
    val process = builder.start()
    val output = process.inputReader().readText()
    check(process.waitFor(30, TimeUnit.SECONDS)) { "$main did not end" }
    return Ended(process.exitValue(), output)
}

/** How a process has ended. */
data class Ended(val status: Int, val output: String)
