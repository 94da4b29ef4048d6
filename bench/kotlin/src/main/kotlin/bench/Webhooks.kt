// Webhooks: the signature of the bytes that arrived, and then an event that can be used.

package bench

import com.fasterxml.jackson.databind.JsonNode
import io.github.dgspay.Event
import java.math.BigDecimal
import java.security.MessageDigest
import java.time.Instant
import java.util.HexFormat
import javax.crypto.Mac
import javax.crypto.spec.SecretKeySpec

internal fun prepareWebhooks(
    name: String,
    task: JsonNode,
): Prepared {
    val body = task.text("body").toByteArray()
    val secret = task.text("secret")
    val (version, make) =
        when (name) {
            "dgspay" -> "0.1.0" to { dgspay(body, secret) }
            "JCE, Jackson" -> System.getProperty("java.version") to { byHand(body, secret) }
            "standardwebhooks" -> "1.2.0" to { standardwebhooks(body, secret) }
            "stripe" -> com.stripe.Stripe.VERSION to { stripe(body, secret) }
            else -> error(name)
        }
    make()()
    // Stripe and the standard refuse what was signed minutes ago: signed anew for every turn.
    return Prepared(version) { seconds, inFlight -> turns(make())(seconds, inFlight) }
}

private fun dgspay(
    body: ByteArray,
    secret: String,
): () -> Unit {
    val webhook = io.github.dgspay.Webhook(secret)
    val signature = hexadecimal(body, secret)
    return { check(webhook.verify(body, signature) is Event.PaymentSucceeded) }
}

/** What careful people write for themselves. */
private class Succeeded(
    val reference: String,
    val chargeId: String,
    val amount: BigDecimal,
    val currency: String,
    val fee: BigDecimal,
    val netAmount: BigDecimal,
    val timestamp: Instant,
    val environment: String,
)

private fun byHand(
    body: ByteArray,
    secret: String,
): () -> Unit {
    val signature = hexadecimal(body, secret)
    val key = SecretKeySpec(secret.toByteArray(), "HmacSHA256")
    return {
        val computed = Mac.getInstance("HmacSHA256").apply { init(key) }.doFinal(body)
        check(MessageDigest.isEqual(computed, HexFormat.of().parseHex(signature)))
        val event = json.readTree(body)
        check(event.text("event") == "payment.success")
        val read =
            Succeeded(
                event.text("dgs_reference"),
                event.text("flw_charge_id"),
                event["amount"].decimalValue(),
                event.text("currency"),
                event["merchant_fee"].decimalValue(),
                event["net_amount"].decimalValue(),
                Instant.parse(event.text("timestamp")),
                event.text("environment"),
            )
        check(read.netAmount < read.amount)
    }
}

private fun standardwebhooks(
    body: ByteArray,
    secret: String,
): () -> Unit {
    val webhook = com.standardwebhooks.Webhook(secret)
    val text = String(body)
    val now = System.currentTimeMillis() / 1_000
    val sent =
        mapOf(
            "webhook-id" to listOf("msg_1"),
            "webhook-timestamp" to listOf("$now"),
            "webhook-signature" to listOf(webhook.sign("msg_1", now, text)),
        )
    // It verifies and does not read.
    return {
        webhook.verify(String(body), sent)
        check(json.readTree(body).has("event"))
    }
}

private fun stripe(
    body: ByteArray,
    secret: String,
): () -> Unit {
    val now = System.currentTimeMillis() / 1_000
    val header = "t=$now,v1=${hexadecimal("$now.".toByteArray() + body, secret)}"
    return {
        val event =
            com.stripe.net.Webhook
                .constructEvent(String(body), header, secret)
        check(event.type == "charge.succeeded")
    }
}

private fun hexadecimal(
    body: ByteArray,
    secret: String,
): String {
    val mac = Mac.getInstance("HmacSHA256").apply { init(SecretKeySpec(secret.toByteArray(), "HmacSHA256")) }
    return HexFormat.of().formatHex(mac.doFinal(body))
}
