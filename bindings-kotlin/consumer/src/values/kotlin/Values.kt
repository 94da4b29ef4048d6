package consumer

import com.google.gson.JsonElement
import com.google.gson.JsonObject
import com.google.gson.JsonPrimitive
import io.github.dgspay.*
import java.math.BigDecimal
import kotlin.reflect.KCallable
import kotlin.reflect.KClass
import kotlin.reflect.KParameter
import kotlin.reflect.KType
import kotlin.reflect.full.companionObjectInstance
import kotlin.reflect.full.functions
import kotlin.reflect.full.primaryConstructor
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds

/** What a case says, as the values that the public layer takes; which ones, the declarations of the public layer tell. */
open class Values(private val currency: String?, private val encryptionKey: String? = null) {
    /** The arguments that the input has for a function or a constructor, by their names. */
    fun arguments(callable: KCallable<*>, input: JsonObject): Map<KParameter, Any> = callable.parameters
        .filter { it.kind == KParameter.Kind.VALUE }
        .associateWith { parameter ->
            val found = input[snakeCase(parameter.name!!)] ?: input["${parameter.name}_ms"]
            when {
                parameter.type.classifier == EncryptedPin::class -> pin(input)
                found == null || found.isJsonNull -> null
                else -> value(parameter.type, found)
            }
        }.mapNotNull { (parameter, value) -> value?.let { parameter to it } }
        .toMap()

    fun model(type: KClass<*>, input: JsonObject): Any =
        type.primaryConstructor!!.let { it.callBy(arguments(it, input)) }

    protected open fun value(type: KType, found: JsonElement): Any = when (val kind = type.classifier as KClass<*>) {
        String::class -> found.asString
        Int::class -> found.asInt
        Boolean::class -> found.asBoolean
        BigDecimal::class -> BigDecimal(found.asString)
        Duration::class -> found.asLong.milliseconds
        List::class -> found.asJsonArray.map { value(type.arguments.single().type!!, it) }
        Money::class -> money(found)
        PhoneNumber::class -> PhoneNumber.parse(found.asString)
        EncryptedCard::class -> card(found.asJsonObject)
        else -> if (isWord(kind)) word(kind, found.asString) else model(kind, found.asJsonObject)
    }

    private fun word(kind: KClass<*>, spelling: String): Any {
        val companion = kind.companionObjectInstance!!
        return companion::class.functions.single { it.name == "of" }.call(companion, spelling)!!
    }

    /** An amount in the input's currency, or one that names its own. */
    fun money(found: JsonElement): Money = when (found) {
        is JsonObject -> Money.of(found.text("amount")!!, found.text("currency")!!)
        else -> Money.of(found.asString, currency ?: "RWF")
    }

    /** A card is encrypted here, unless it is already. */
    fun card(plain: JsonObject): EncryptedCard {
        if ("nonce" in plain.keySet()) return model(EncryptedCard::class, plain) as EncryptedCard
        val (number, month, year, cvv) =
            listOf("number", "expiry_month", "expiry_year", "cvv").map { plain[it] as JsonPrimitive }
        return if (month.isNumber && year.isNumber) {
            encryptor(plain).encrypt(number.asString, month.asInt, year.asInt, cvv.asString)
        } else {
            encryptor(plain).encrypt(number.asString, month.asString, year.asString, cvv.asString)
        }
    }

    /** Likewise a PIN. */
    fun pin(plain: JsonObject): EncryptedPin = when (val nonce = plain.text("nonce")) {
        null -> encryptor(plain).encryptPin(plain.text("pin")!!)
        else -> EncryptedPin(plain.text("pin")!!, nonce)
    }

    private fun encryptor(input: JsonObject): CardEncryptor =
        encryptor(input.text("encryption_key") ?: encryptionKey, input.text("nonce_format")?.let(NonceFormat::of))
}
