// The calls of vectors: functions of values.

package consumer

import com.google.gson.JsonObject
import io.github.dgspay.*
import java.lang.reflect.InvocationTargetException
import java.math.BigDecimal
import java.util.Base64
import java.util.HexFormat

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
        "card_entry.number" -> CardEntry.number(text("typed"), input.number("caret"))
        "card_entry.expiry" -> CardEntry.expiry(text("typed"), input.number("caret"), today(input, values))
        "fees.quote" -> schedule(input, values).quote(side("amount"))
        "fees.gross_up" -> schedule(input, values).grossUp(side("amount"))
        "internal.panic" -> panic()
        "internal.seal" -> inHexadecimal("sealForTests", input, "key", "nonce", "aad", "plaintext")
        else -> vectorOfServices(call, input)
    }
}

private fun today(input: JsonObject, values: Values) =
    values.model(YearMonth::class, input["today"].asJsonObject) as YearMonth

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
fun inHexadecimal(function: String, input: JsonObject, vararg names: String): String {
    val bytes = names.map { HexFormat.of().parseHex(input.text(it)) }.toTypedArray()
    return HexFormat.of().formatHex(internal(function, *bytes) as ByteArray)
}

/** What is public nowhere: the core's planted panic, and the primitives that published vectors are held against. */
fun internal(function: String, vararg arguments: Any): Any = try {
    INTERNALS
        .flatMap { Class.forName("io.github.dgspay.internal.$it").methods.asList() }
        .single { it.name == function }
        .invoke(null, *arguments)
} catch (failure: InvocationTargetException) {
    throw failure.targetException
}
