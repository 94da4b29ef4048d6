package consumer

import com.google.gson.*
import io.github.dgspay.CallOptions
import kotlinx.coroutines.delay
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse.BodyHandlers
import kotlin.time.Duration.Companion.milliseconds

/** The sandbox's control API, from its ready line. */
class Control(ready: JsonObject) {
    private val http = HttpClient.newHttpClient()
    private val url = ready["control"].asJsonObject.text("url")
    private val token = ready["control"].asJsonObject.text("token")

    fun post(path: String, body: JsonElement): JsonObject =
        send(path) { it.POST(BodyPublishers.ofString("$body")).header("content-type", "application/json") }

    fun get(path: String): JsonObject = send(path) { it }

    private fun send(path: String, prepared: (HttpRequest.Builder) -> HttpRequest.Builder): JsonObject {
        val request = prepared(HttpRequest.newBuilder(URI("$url$path")).header("authorization", "Bearer $token"))
        val answer = http.send(request.build(), BodyHandlers.ofString())
        check(answer.statusCode() in 200..299) { "$path: ${answer.statusCode()} ${answer.body()}" }
        return if (answer.body().isBlank()) JsonObject() else JsonParser.parseString(answer.body()).asJsonObject
    }
}

/** A scenario: a merchant of its own in the sandbox, and what its steps have saved. */
class Scenario(private val case: JsonObject, private val control: Control) {
    private val merchant = control.post("/merchants", case["merchant"] ?: JsonObject())
    private val dgs = merchant["dgs"].asJsonObject
    private val saved = mutableMapOf<String, Any?>()
    private val taken = mutableMapOf<String, Int>()

    suspend fun play(): String? {
        case.list("faults").forEach { fault(it.asJsonObject) }
        case.list("steps").forEachIndexed { place, step ->
            step(filledIn(step).asJsonObject)?.let { return "step ${place + 1}: $it" }
        }
        val found = ask("/assertions")
        found.addProperty("paid_twice", found.list("paid_twice").size())
        val wanted = mutableMapOf<String, Any>("trap_hits" to 0, "paid_twice" to 0, "ledger_balanced" to true)
        for (name in listOf("posts", "payments_executed", "trap_hits", "paid_twice")) {
            case[name]?.let { wanted[name] = it }
        }
        difference(plain(wanted), found)?.let { return it }
        val log = ask("/requests").list("requests").map { it.asJsonObject }
        val seen = log.map { "${it.text("method")} ${it.text("operation")}" }
        return case["requests"]?.let { difference(it, plain(seen)) }
    }

    private suspend fun step(step: JsonObject): String? {
        val call = step.text("call")
        when {
            call != null -> return ended(step) { call(call, step) }
            "fault" in step.keySet() -> fault(step)
            "push" in step.keySet() -> push(step)
            "advance_ms" in step.keySet() -> control.post("/clock", plain(mapOf("advance_ms" to step["advance_ms"])))
            else -> return ended(step) { webhook(step.text("webhook")!!) }
        }
        return null
    }

    private suspend fun ended(step: JsonObject, call: suspend () -> Any?): String? {
        val result = outcome { call().also { value -> step.text("save")?.let { saved[it] = value } } }
        return difference(step["expect"], result)
    }

    private suspend fun call(call: String, step: JsonObject): Any? {
        val own = listOf("api_key", "account_number", "base_url").associateWith { dgs[it] }
        val settings = plain(own + (case["client"]?.asJsonObject?.asMap() ?: emptyMap())).asJsonObject
        val options =
            (step["options"] as? JsonObject)?.run {
                CallOptions(number("timeout_ms"), number("max_retries"), text("idempotency_key"))
            }
        return client(settings).use { Operations(it, step["input"].asJsonObject, options).run(call, saved) }
    }

    private fun push(step: JsonObject) {
        val waiting = ask("/pushes").list("pushes").firstOrNull()?.asJsonObject
        val reference = step.text("reference") ?: checkNotNull(waiting?.text("reference")) { "no push waits" }
        control.post("/pushes/$reference", plain(mapOf("decision" to step.text("push"))))
    }

    /** The next delivery of this event that no earlier step has taken, waited for up to 5 s. */
    private suspend fun webhook(event: String): Any? {
        val place = taken.getOrDefault(event, 0).also { taken[event] = it + 1 }
        repeat(50) {
            val log = ask("/webhooks").list("webhooks").map { it.asJsonObject }
            log.filter { it.text("event") == event }.getOrNull(place)?.let {
                val secrets = listOf(dgs["webhook_secret"])
                val input = mapOf("secrets" to secrets, "body" to it["body"], "signature" to it["signature"])
                return vector("webhook.verify", plain(input).asJsonObject)
            }
            delay(100.milliseconds)
        }
        error("no $event within 5 s")
    }

    /** The step with every `$name.field` replaced by what was saved. */
    private fun filledIn(value: JsonElement): JsonElement = when (value) {
        is JsonObject -> plain(value.asMap().mapValues { filledIn(it.value) })
        is JsonArray -> plain(value.map { filledIn(it) })
        is JsonPrimitive -> saved(value.asString) ?: value
        else -> value
    }

    private fun saved(text: String): JsonElement? {
        val (name, field) = Regex("\\$(\\w+)\\.(\\w+)").matchEntire(text)?.destructured ?: return null
        return (plain(saved[name]) as? JsonObject)?.get(field)
    }

    private fun fault(fault: JsonObject) =
        control.post("/faults", fault.deepCopy().apply { add("merchant", merchant["id"]) })

    private fun ask(path: String) = control.get("$path?merchant=${merchant.text("id")}")

    private fun JsonObject.list(name: String) = get(name) as? JsonArray ?: JsonArray()
}
