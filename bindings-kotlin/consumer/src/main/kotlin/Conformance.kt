// The conformance suite in Kotlin, on the public layer (`tests/README.md` is the contract).

package consumer

import com.google.gson.*
import io.github.dgspay.*
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.future.await
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import java.io.File
import java.util.Base64
import java.util.concurrent.CompletableFuture
import kotlin.system.exitProcess
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes

fun main(): Unit = runBlocking {
    val tests = File(System.getenv("DGSPAY_TESTS"))
    val sandbox = System.getenv("DGSPAY_READY")?.let { Control(JsonParser.parseString(it).asJsonObject) }
    val report = System.getenv("DGSPAY_REPORT")?.let { File(it).printWriter() }
    val cases =
        read(tests.resolve("vectors")) + if (sandbox == null) emptyList() else read(tests.resolve("scenarios"))
    var failed = 0
    for (case in cases) {
        val detail =
            try {
                withTimeout(1.minutes) { run(case, sandbox) }
            } catch (failure: Exception) {
                "$failure"
            }
        if (detail != null) println("FAILED ${case.text("id")}: $detail").also { failed++ }
        val result = if (detail == null) "pass" else "fail"
        val named = mapOf("id" to case.text("id"), "language" to "kotlin")
        report?.println(plain(named + mapOf("result" to result, "detail" to detail.orEmpty())))
    }
    report?.close()
    println("conformance, kotlin: ${cases.size - failed} passed, $failed failed")
    exitProcess(if (failed > 0) 1 else 0)
}

private fun read(folder: File): List<JsonObject> =
    folder.walk().filter { it.extension == "json" }.sorted().toList().flatMap { file ->
        val content = JsonParser.parseString(file.readText()).asJsonObject
        content["cases"].asJsonArray.map { it.asJsonObject }
    }

private suspend fun run(case: JsonObject, sandbox: Control?): String? = when (val call = case.text("call")) {
    null -> Scenario(case, checkNotNull(sandbox)).play()
    else -> difference(case["expect"], outcome { vector(call, case["input"].asJsonObject) })
}

/** What a call gives or throws. */
suspend fun outcome(call: suspend () -> Any?): JsonElement = try {
    plain(mapOf("ok" to call()))
} catch (error: DgsPayException) {
    plain(mapOf("error" to error))
}

suspend fun vector(call: String, input: JsonObject): Any? {
    fun side(name: String) = money(input[name].asJsonObject)
    fun text(name: String) = input.text(name)!!
    return when (call) {
        "money.parse" -> money(input)

        "money.add" -> side("left") + side("right")

        "money.subtract" -> side("left") - side("right")

        "money.compare" -> side("left").compareTo(side("right"))

        "phone.parse" -> fields(PhoneNumber.parse(text("text"), Country.of(text("country"))))

        "webhook.new" -> webhook(input).let { emptyMap<String, Any>() }

        "webhook.sign" -> Webhook.sign(text("secret"), text("body").encodeToByteArray())

        "webhook.verify" -> {
            val encoded = input.text("body_base64")?.let { Base64.getDecoder().decode(it) }
            webhook(input).verify(encoded ?: text("body").encodeToByteArray(), input.text("signature"))
        }

        "client.new" -> client(input).let { emptyMap<String, Any>() }

        "internal.panic" -> panic()

        else -> error("there is no call $call")
    }
}

/** The core's planted panic; nothing public leads there. */
private suspend fun panic() {
    val border = Class.forName("io.github.dgspay.internal.BorderKt")
    (border.getMethod("panicLater").invoke(null) as CompletableFuture<*>).await()
}

private fun webhook(input: JsonObject) = Webhook(*input["secrets"].asJsonArray.map { it.asString }.toTypedArray())

private fun money(input: JsonObject) = Money.of(input.text("amount")!!, input.text("currency") ?: "RWF")

fun client(settings: JsonObject): DgsPay = DgsPay(
    apiKey = settings.text("api_key"),
    accountNumber = settings.text("account_number"),
    environment = settings.text("environment")?.let { Environment.of(it) },
    baseUrl = settings.text("base_url"),
    timeout = settings.text("timeout_ms")?.toLong()?.milliseconds,
    maxRetries = settings.number("max_retries"),
)

/** The operations of a client, by their names in every language. */
class Operations(private val pay: DgsPay, private val input: JsonObject, private val options: CallOptions?) {
    private fun text(name: String) = input.text(name)!!
    private fun filters() = listOf("reference", "payment_link_id", "flw_reference").map { input.text(it) }
    private val page = input.number("page")
    private val limit = input.number("limit")
    private val status = input.text("status")?.let { PaymentStatus.of(it) }

    suspend fun run(call: String, saved: Map<String, Any?>): Any? = when (call) {
        "charges.create_mobile_money" -> pay.charges.createMobileMoney(
            amount = money(input),
            phone = text("phone"),
            network = MobileNetwork.of(text("network")),
            customer = customer(input["customer"].asJsonObject),
            redirectUrl = text("redirect_url"),
            narration = input.text("narration"),
            callbackUrl = input.text("callback_url"),
            scenarioKey = input.text("scenario_key"),
            options = options,
        )

        "charges.wait" -> {
            val charge = saved.getValue(text("charge").removePrefix("$")) as Charge
            pay.charges.wait(charge, input.number("timeout_ms")!!.milliseconds, options)
        }

        "wallet.balances" -> pay.wallet.balances(options)

        "transactions.get" -> pay.transactions.get(text("reference"), options)

        "transactions.list" -> {
            val (reference, link, provider) = filters()
            pay.transactions.list(page, limit, status, reference, link, provider, options)
        }

        "transactions.iter" -> {
            val (reference, link, provider) = filters()
            pay.transactions.iter(page, limit, status, reference, link, provider, options).toList()
        }

        else -> error("there is no call $call")
    }
}

private fun customer(input: JsonObject): Customer {
    val (first, last, email) = listOf("first_name", "last_name", "email").map { input.text(it)!! }
    return Customer(first, last, email, input.text("phone")?.let { PhoneNumber.parse(it) })
}

fun JsonObject.text(name: String): String? = (this[name] as? JsonPrimitive)?.asString

fun JsonObject.number(name: String): Int? = (this[name] as? JsonPrimitive)?.asInt
