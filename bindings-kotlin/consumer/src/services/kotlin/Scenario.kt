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

    fun post(path: String, body: JsonElement): JsonObject = send("POST", path, body)

    fun get(path: String): JsonObject = send("GET", path, null)

    /** Any status but a success is an error. */
    fun send(method: String, path: String, body: JsonElement?): JsonObject {
        val request = HttpRequest.newBuilder(URI("$url$path")).header("authorization", "Bearer $token")
        if (body != null) request.header("content-type", "application/json")
        request.method(method, body?.let { BodyPublishers.ofString("$it") } ?: BodyPublishers.noBody())
        val answer = http.send(request.build(), BodyHandlers.ofString())
        check(answer.statusCode() in 200..299) { "$method $path: ${answer.statusCode()} ${answer.body()}" }
        return if (answer.body().isBlank()) JsonObject() else JsonParser.parseString(answer.body()).asJsonObject
    }
}

/** What the sandbox counts, as far as a case may say how much of it there is. */
private val COUNTS =
    listOf("posts", "payments_executed", "payouts_executed", "conversions_executed", "trap_hits", "paid_twice")

/** A field of something that was saved. */
private val REFERENCE = Regex("\\$(\\w+)\\.(\\w+)")

/** A scenario: a merchant of its own in the sandbox, and what its steps have saved. */
class Scenario(private val case: JsonObject, private val control: Control) {
    private val merchant = control.post("/merchants", case["merchant"] ?: JsonObject())
    private val dgs = merchant["dgs"].asJsonObject
    private val roho = merchant["roho"].asJsonObject
    private var settings = case["client"]?.asJsonObject ?: JsonObject()
    private val isRoho get() = settings.text("service") == "roho"

    /** Made when the first call wants it, and the same for all of them: it remembers the keys of its callers. */
    private var client: Lazy<AutoCloseable> = lazy { made(settings) }
    private val saved = mutableMapOf<String, Any?>("merchant" to merchant)
    private val taken = mutableMapOf<String, Int>()

    suspend fun play(): String? = try {
        played()
    } finally {
        closed()
    }

    private suspend fun played(): String? {
        case.list("faults").forEach { fault(it.asJsonObject) }
        case.list("steps").forEachIndexed { place, step ->
            step(filledIn(step).asJsonObject)?.let { return "step ${place + 1}: $it" }
        }
        val found = ask("/assertions")
        found.addProperty("paid_twice", found.list("paid_twice").size())
        val wanted = mutableMapOf<String, Any>("trap_hits" to 0, "paid_twice" to 0, "ledger_balanced" to true)
        COUNTS.forEach { name -> case[name]?.let { wanted[name] = it } }
        difference(plain(wanted), found)?.let { return it }
        val log = ask("/requests").list("requests").map { it.asJsonObject }
        val seen = log.map { "${it.text("method")} ${it.text("operation")}" }
        case["requests"]?.let { wanted -> difference(wanted, plain(seen))?.let { return it } }
        return if ("one_key" in case.keySet()) oneKey(log.filter { it.text("method") == "POST" }) else null
    }

    /** Whether all these requests, one at least, are the same call in the same bytes. */
    private fun oneKey(posts: List<JsonObject>): String? {
        val marks = posts.map { post -> listOf("idempotency_key", "request_id", "body_sha256").map { post.text(it) } }
        return if (marks.distinct().size == 1 && null !in marks.first()) null else "not one call and one key: $marks"
    }

    private suspend fun step(step: JsonObject): String? {
        val call = step.text("call")
        when {
            call != null -> return ended(step) { call(call, step) }
            "client" in step.keySet() -> become(step["client"].asJsonObject)
            "fault" in step.keySet() -> fault(step)
            "push" in step.keySet() -> push(step)
            "advance_ms" in step.keySet() -> control.post("/clock", plain(mapOf("advance_ms" to step["advance_ms"])))
            "control" in step.keySet() -> return ended(step) { control(step) }
            else -> return ended(step) { webhook(step.text("webhook")!!) }
        }
        return null
    }

    private suspend fun ended(step: JsonObject, call: suspend () -> Any?): String? {
        val result = outcome { call().also { value -> step.text("save")?.let { saved[it] = value } } }
        return step["expect"]?.let { difference(it, result) }
    }

    private fun become(other: JsonObject) {
        closed()
        settings = other
        client = lazy { made(other) }
    }

    private fun closed() {
        if (client.isInitialized()) client.value.close()
    }

    private fun made(settings: JsonObject): AutoCloseable {
        val own =
            if (isRoho) {
                val key = if (settings.text("key") == "live") "live_key" else "test_key"
                mapOf("api_key" to roho[key], "base_url" to roho["base_url"])
            } else {
                listOf("api_key", "account_number", "base_url").associateWith { dgs[it] }
            }
        val all = plain(own + settings.asMap()).asJsonObject
        return if (isRoho) rohoClient(all) else client(all)
    }

    private suspend fun call(call: String, step: JsonObject): Any? {
        val options =
            (step["options"] as? JsonObject)?.run {
                CallOptions(number("timeout_ms"), number("max_retries"), text("idempotency_key"))
            }
        val input = step["input"]?.asJsonObject ?: JsonObject()
        val currency = input.text("currency") ?: if (isRoho) "UGX" else null
        val values = SavedValues(currency, dgs.text("encryption_key"), saved)
        return operation(client.value, call, input, options, values)
    }

    private fun control(step: JsonObject): JsonObject {
        val (method, path) = step.text("control")!!.split(' ')
        return control.send(method, path, step["body"])
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
                val secrets = listOf((if (isRoho) roho else dgs)["webhook_secret"])
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
        is JsonPrimitive -> if (value.isString) filledIn(value.asString) else value
        else -> value
    }

    /** Alone it is the value itself; inside a longer text it is text. */
    private fun filledIn(text: String): JsonElement {
        REFERENCE.matchEntire(text)?.let { found -> saved(found)?.let { return it } }
        return JsonPrimitive(REFERENCE.replace(text) { saved(it)?.asString ?: it.value })
    }

    private fun saved(found: MatchResult): JsonElement? {
        val (name, field) = found.destructured
        return (plain(saved[name]) as? JsonObject)?.get(field)
    }

    private fun fault(fault: JsonObject) =
        control.post("/faults", fault.deepCopy().apply { add("merchant", merchant["id"]) })

    private fun ask(path: String) = control.get("$path?merchant=${merchant.text("id")}")

    private fun JsonObject.list(name: String) = get(name) as? JsonArray ?: JsonArray()
}
