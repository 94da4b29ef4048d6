// The conformance suite in Kotlin, on the public layer (`tests/README.md` is the contract).

package consumer

import com.google.gson.JsonElement
import com.google.gson.JsonObject
import com.google.gson.JsonParser
import com.google.gson.JsonPrimitive
import io.github.dgspay.CallOptions
import io.github.dgspay.Charge
import io.github.dgspay.Country
import io.github.dgspay.Customer
import io.github.dgspay.DgsPay
import io.github.dgspay.DgsPayException
import io.github.dgspay.Environment
import io.github.dgspay.MobileNetwork
import io.github.dgspay.Money
import io.github.dgspay.PaymentStatus
import io.github.dgspay.PhoneNumber
import io.github.dgspay.Webhook
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

fun main(): Unit =
    runBlocking {
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
            val line =
                mapOf(
                    "id" to case.text("id"),
                    "language" to "kotlin",
                    "result" to result,
                    "detail" to detail.orEmpty(),
                )
            report?.println(plain(line))
        }
        report?.close()
        println("conformance, kotlin: ${cases.size - failed} passed, $failed failed")
        exitProcess(if (failed > 0) 1 else 0)
    }

private fun read(folder: File): List<JsonObject> =
    folder.walk().filter { it.extension == "json" }.sorted().toList().flatMap { file ->
        JsonParser
            .parseString(file.readText())
            .asJsonObject["cases"]
            .asJsonArray
            .map { it.asJsonObject }
    }

private suspend fun run(
    case: JsonObject,
    sandbox: Control?,
): String? =
    when (val call = case.text("call")) {
        null -> Scenario(case, checkNotNull(sandbox)).play()
        else -> difference(case["expect"], outcome { vector(call, case["input"].asJsonObject) })
    }

/** What a call gives or throws. */
suspend fun outcome(call: suspend () -> Any?): JsonElement =
    try {
        plain(mapOf("ok" to call()))
    } catch (error: DgsPayException) {
        plain(mapOf("error" to error))
    }

suspend fun vector(
    call: String,
    input: JsonObject,
): Any? {
    fun side(name: String) = money(input[name].asJsonObject)
    return when (call) {
        "money.parse" -> {
            money(input)
        }

        "money.add" -> {
            side("left") + side("right")
        }

        "money.subtract" -> {
            side("left") - side("right")
        }

        "money.compare" -> {
            side("left").compareTo(side("right"))
        }

        "phone.parse" -> {
            fields(PhoneNumber.parse(input.text("text")!!, Country.of(input.text("country")!!)))
        }

        "webhook.new" -> {
            webhook(input).let { emptyMap<String, Any>() }
        }

        "webhook.sign" -> {
            Webhook.sign(input.text("secret")!!, input.text("body")!!.encodeToByteArray())
        }

        "webhook.verify" -> {
            val encoded = input.text("body_base64")?.let { Base64.getDecoder().decode(it) }
            webhook(input).verify(encoded ?: input.text("body")!!.encodeToByteArray(), input.text("signature"))
        }

        "client.new" -> {
            client(input).let { emptyMap<String, Any>() }
        }

        "internal.panic" -> {
            panic()
        }

        else -> {
            error("there is no call $call")
        }
    }
}

/** The core's planted panic; nothing public leads there. */
private suspend fun panic() {
    val border = Class.forName("io.github.dgspay.internal.BorderKt")
    (border.getMethod("panicLater").invoke(null) as CompletableFuture<*>).await()
}

private fun webhook(input: JsonObject) = Webhook(*input["secrets"].asJsonArray.map { it.asString }.toTypedArray())

private fun money(input: JsonObject) = Money.of(input.text("amount")!!, input.text("currency") ?: "RWF")

fun client(settings: JsonObject): DgsPay =
    DgsPay(
        apiKey = settings.text("api_key"),
        accountNumber = settings.text("account_number"),
        environment = settings.text("environment")?.let { Environment.of(it) },
        baseUrl = settings.text("base_url"),
        timeout = settings.text("timeout_ms")?.toLong()?.milliseconds,
        maxRetries = settings.number("max_retries"),
    )

suspend fun operation(
    pay: DgsPay,
    call: String,
    input: JsonObject,
    options: CallOptions?,
    saved: Map<String, Any?>,
): Any? =
    when (call) {
        "charges.create_mobile_money" -> {
            pay.charges.createMobileMoney(
                amount = money(input),
                phone = input.text("phone")!!,
                network = MobileNetwork.of(input.text("network")!!),
                customer = customer(input["customer"].asJsonObject),
                redirectUrl = input.text("redirect_url")!!,
                narration = input.text("narration"),
                callbackUrl = input.text("callback_url"),
                scenarioKey = input.text("scenario_key"),
                options = options,
            )
        }

        "charges.wait" -> {
            val charge = saved.getValue(input.text("charge")!!.removePrefix("$")) as Charge
            pay.charges.wait(charge, input.number("timeout_ms")!!.milliseconds, options)
        }

        "wallet.balances" -> {
            pay.wallet.balances(options)
        }

        "transactions.get" -> {
            pay.transactions.get(input.text("reference")!!, options)
        }

        "transactions.list" -> {
            val status = input.text("status")?.let { PaymentStatus.of(it) }
            val (page, limit) = input.number("page") to input.number("limit")
            val (reference, link, provider) =
                listOf(
                    "reference",
                    "payment_link_id",
                    "flw_reference",
                ).map { input.text(it) }
            pay.transactions.list(page, limit, status, reference, link, provider, options)
        }

        "transactions.iter" -> {
            val status = input.text("status")?.let { PaymentStatus.of(it) }
            val (reference, link) = input.text("reference") to input.text("payment_link_id")
            pay.transactions
                .iter(
                    input.number("page"),
                    input.number("limit"),
                    status,
                    reference,
                    link,
                    options = options,
                ).toList()
        }

        else -> {
            error("there is no call $call")
        }
    }

private fun customer(input: JsonObject): Customer {
    val (first, last, email) = listOf("first_name", "last_name", "email").map { input.text(it)!! }
    return Customer(first, last, email, input.text("phone")?.let { PhoneNumber.parse(it) })
}

fun JsonObject.text(name: String): String? = (this[name] as? JsonPrimitive)?.asString

fun JsonObject.number(name: String): Int? = (this[name] as? JsonPrimitive)?.asInt
