// The calls of vectors: functions that belong to a service and need no server.

package consumer

import com.google.gson.JsonElement
import com.google.gson.JsonObject
import io.github.dgspay.*
import kotlinx.coroutines.future.await
import java.util.Base64
import java.util.concurrent.CompletableFuture
import kotlin.reflect.KType

/** Where the library keeps what is public nowhere. */
val INTERNALS = listOf("BorderKt", "CallsKt")

fun vectorOfServices(call: String, input: JsonObject): Any? = when (call) {
    "webhook.new" -> webhook(input).let { emptyMap<String, Any>() }
    "webhook.sign" -> Webhook.sign(input.text("secret")!!, input.text("body")!!.encodeToByteArray())
    "webhook.verify" -> webhook(input).verify(body(input), input.text("signature"))
    "client.new" -> client(input).let { emptyMap<String, Any>() }
    "roho.new" -> rohoClient(input).let { emptyMap<String, Any>() }
    "checkout_return.parse" -> RohoPay.parseCheckoutReturn(input.text("return_url")!!)
    "internal.hmac" -> inHexadecimal("hmacForTests", input, "key", "message")
    else -> error("there is no call $call")
}

/** On a thread of the core. */
suspend fun panic(): Any? = (internal("panicLater") as CompletableFuture<*>).await()

private fun body(input: JsonObject): ByteArray =
    input.text("body_base64")?.let { Base64.getDecoder().decode(it) } ?: input.text("body")!!.encodeToByteArray()

private fun webhook(input: JsonObject) = Webhook(input["secrets"].asJsonArray.map { it.asString })

/** The form of what only a service has; `null` if it is something else. */
fun ofServices(value: Any): JsonElement? = when (value) {
    is Timestamp -> plain(value.iso)
    is Event -> plain(fields(value) + ("type" to type(value)))
    else -> null
}

private fun type(event: Event) = when (event) {
    is Event.PaymentSucceeded -> "payment.success"
    is Event.PaymentFailed -> "payment.failed"
    is Event.DisbursementSucceeded -> "disbursement.success"
    is Event.DisbursementFailed -> "disbursement.failed"
    is Event.ConversionSucceeded -> "conversion.success"
    is Event.ConversionFailed -> "conversion.failed"
    is Event.DepositSucceeded -> "deposit.successful"
    is Event.DepositFailed -> "deposit.failed"
    is Event.WithdrawalSucceeded -> "withdraw.successful"
    is Event.WithdrawalFailed -> "withdraw.failed"
    is Event.Unknown -> "unknown"
}

/** Values, and what earlier steps of a scenario have saved. */
class SavedValues(currency: String?, encryptionKey: String?, private val saved: Map<String, Any?>) :
    Values(currency, encryptionKey) {
    override fun value(type: KType, found: JsonElement): Any = when (type.classifier) {
        Timestamp::class -> Timestamp.parse(found.asString)
        Charge::class, RohoTransaction::class -> saved.getValue(found.asString.removePrefix("$"))!!
        else -> super.value(type, found)
    }
}
