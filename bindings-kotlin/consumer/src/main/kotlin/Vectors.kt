// The calls of vectors: functions that need no service.

package consumer

import com.google.gson.JsonObject
import io.github.dgspay.*
import kotlinx.coroutines.future.await
import java.lang.reflect.InvocationTargetException
import java.math.BigDecimal
import java.util.Base64
import java.util.HexFormat
import java.util.concurrent.CompletableFuture
import kotlin.time.Duration.Companion.milliseconds

suspend fun vector(call: String, input: JsonObject): Any? {
    val values = Values(input.text("currency"))

    fun side(name: String) = values.money(input[name])

    fun text(name: String) = input.text(name)!!
    return when (call) {
        "money.parse" -> side("amount")
        "money.add" -> side("left") + side("right")
        "money.subtract" -> side("left") - side("right")
        "money.compare" -> side("left").compareTo(side("right"))
        "phone.parse" -> fields(PhoneNumber.parse(text("text"), Country.of(text("country"))))
        "card.encrypt" -> lengths(values.card(input))
        "card.encrypt_pin" -> lengths(values.pin(input))
        "fees.quote" -> schedule(input, values).quote(side("amount"))
        "fees.gross_up" -> schedule(input, values).grossUp(side("amount"))
        "webhook.new" -> webhook(input).let { emptyMap<String, Any>() }
        "webhook.sign" -> Webhook.sign(text("secret"), text("body").encodeToByteArray())
        "webhook.verify" -> webhook(input).verify(body(input), input.text("signature"))
        "client.new" -> client(input).let { emptyMap<String, Any>() }
        "roho.new" -> rohoClient(input).let { emptyMap<String, Any>() }
        "checkout_return.parse" -> RohoPay.parseCheckoutReturn(text("return_url"))
        "internal.panic" -> (internal("panicLater") as CompletableFuture<*>).await()
        "internal.seal" -> inHexadecimal("sealForTests", input, "key", "nonce", "aad", "plaintext")
        "internal.hmac" -> inHexadecimal("hmacForTests", input, "key", "message")
        else -> error("there is no call $call")
    }
}

private fun body(input: JsonObject): ByteArray =
    input.text("body_base64")?.let { Base64.getDecoder().decode(it) } ?: input.text("body")!!.encodeToByteArray()

private fun webhook(input: JsonObject) = Webhook(input["secrets"].asJsonArray.map { it.asString })

fun client(settings: JsonObject): DgsPay = DgsPay(
    apiKey = settings.text("api_key"),
    accountNumber = settings.text("account_number"),
    environment = settings.text("environment")?.let { Environment.of(it) },
    baseUrl = settings.text("base_url"),
    timeout = settings.text("timeout_ms")?.toLong()?.milliseconds,
    maxRetries = settings.number("max_retries"),
)

fun rohoClient(settings: JsonObject): RohoPay = RohoPay(
    apiKey = settings.text("api_key"),
    environment = settings.text("environment")?.let { Environment.of(it) },
    baseUrl = settings.text("base_url"),
    timeout = settings.text("timeout_ms")?.toLong()?.milliseconds,
    maxRetries = settings.number("max_retries"),
)

private fun schedule(input: JsonObject, values: Values): FeeSchedule {
    fun amount(name: String) = input[name]?.let { values.money(it) }
    val tiers = input["tiers"]?.asJsonArray?.map { values.model(FeeTier::class, it.asJsonObject) as FeeTier }
    val rounding = input.text("rounding")?.let { FeeRounding.of(it) }
    return when {
        tiers != null && rounding != null -> FeeSchedule(tiers, rounding)
        tiers != null -> FeeSchedule(tiers)
        "flat" in input.keySet() -> FeeSchedule.flat(amount("flat")!!)
        else -> FeeSchedule.percent(BigDecimal(input.text("percent")), amount("minimum"), amount("maximum"))
    }
}

/** How many bytes each part of a card or a PIN holds, of its nonce how many characters. */
private fun lengths(encrypted: Any): Map<String, Any?> = fields(encrypted).entries.associate { (name, value) ->
    when (name) {
        "warning" -> name to value
        "nonce" -> "nonce_length" to (value as String).length
        else -> "${name}_bytes" to Base64.getDecoder().decode(value as String).size
    }
}

/** A function of bytes. */
private fun inHexadecimal(function: String, input: JsonObject, vararg names: String): String {
    val bytes = names.map { HexFormat.of().parseHex(input.text(it)) }.toTypedArray()
    return HexFormat.of().formatHex(internal(function, *bytes) as ByteArray)
}

/** What is public nowhere: the core's planted panic, and the primitives that published vectors are held against. */
private fun internal(function: String, vararg arguments: Any): Any = try {
    val border = Class.forName("io.github.dgspay.internal.BorderKt")
    border.methods.single { it.name == function }.invoke(null, *arguments)
} catch (failure: InvocationTargetException) {
    throw failure.targetException
}
