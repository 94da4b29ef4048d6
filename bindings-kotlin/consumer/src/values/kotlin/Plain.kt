package consumer

import com.google.gson.*
import io.github.dgspay.*
import java.math.BigDecimal
import kotlin.reflect.KClass
import kotlin.reflect.full.declaredMemberProperties
import kotlin.reflect.jvm.jvmName

/** The one form into which every language brings its results. */
fun plain(value: Any?): JsonElement = when (value) {
    null, Unit -> JsonNull.INSTANCE
    is String -> JsonPrimitive(value)
    is BigDecimal -> JsonPrimitive(value.stripTrailingZeros().toPlainString())
    is Number -> JsonPrimitive(value)
    is Boolean -> JsonPrimitive(value)
    is JsonElement -> value
    is List<*> -> JsonArray().apply { value.forEach { add(plain(it)) } }
    is Map<*, *> -> JsonObject().apply { value.forEach { (name, inner) -> add(name as String, plain(inner)) } }
    is Money -> plain(mapOf("amount" to "${value.amount}", "currency" to value.currency, "text" to "$value"))
    is PhoneNumber -> plain(value.e164)
    is DgsPayException -> plain(fields(value))
    else -> ofServices(value) ?: if (isWord(value::class)) plain("$value") else plain(fields(value))
}

/** What an error says: its class in the spelling of all languages, and the argument as it is called in all of them. */
private fun fields(error: DgsPayException): Map<String, Any?> = fields(error.info) +
    mapOf("class" to spelledForAll(error::class.simpleName), "field" to error.field?.let(::snakeCase))

/** The properties of a model, in snake case. */
fun fields(model: Any): Map<String, Any?> =
    model::class.declaredMemberProperties.associate { snakeCase(it.name) to it.call(model) }

/** An open enum: a class with a `value`, which ours are alone in having. */
fun isWord(type: KClass<*>): Boolean =
    type.jvmName.startsWith("io.github.dgspay.") && type.declaredMemberProperties.map { it.name } == listOf("value")

fun snakeCase(name: String): String = name.replace(Regex("[A-Z]")) { "_" + it.value.lowercase() }

/** Error classes end in `Error` in the other languages. */
fun spelledForAll(name: String?): String = name.orEmpty().replace(Regex("Exception$"), "Error")

/** Only what [expected] names is compared; says what differs. */
fun difference(expected: JsonElement, found: JsonElement?, name: String = ""): String? = when {
    expected is JsonObject && "\$not" in expected.keySet() -> {
        val isWrong = difference(expected["\$not"], found, name) != null
        if (isWrong) null else "$name: found $found, which it is not to be"
    }

    expected is JsonObject && "\$begins" in expected.keySet() -> {
        val beginning = expected.text("\$begins")!!
        val isRight = found is JsonPrimitive && found.asString.startsWith(beginning)
        if (isRight) null else "$name: expected something that begins with $beginning, found $found"
    }

    expected is JsonObject && found is JsonObject -> {
        expected.entrySet().firstNotNullOfOrNull { (key, wanted) -> difference(wanted, found[key], key) }
    }

    expected is JsonArray && found is JsonArray && expected.size() == found.size() -> {
        expected.zip(found).firstNotNullOfOrNull { (wanted, value) -> difference(wanted, value) }
    }

    isRight(expected, found ?: JsonNull.INSTANCE, name) -> null

    else -> "$name: expected $expected, found $found"
}

private fun isRight(expected: JsonElement, found: JsonElement, name: String) = when {
    expected == JsonPrimitive("\$any") -> found !in listOf(JsonNull.INSTANCE, JsonPrimitive(""), JsonArray())
    name == "message" && found is JsonPrimitive -> expected.asString in found.asString
    else -> expected == found
}
