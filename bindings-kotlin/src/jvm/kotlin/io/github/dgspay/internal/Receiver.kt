// What the receivers of webhooks have in common, whatever framework they belong to.

package io.github.dgspay.internal

import io.github.dgspay.DecodeException
import io.github.dgspay.Event
import io.github.dgspay.SignatureException
import io.github.dgspay.Webhook

/** The headers that carry the signature: DGS-Pay's, and RohoPay's. */
private val SIGNATURES = listOf("X-DGS-Signature", "X-RohoPay-Signature")

/** The signature of whichever service it is. */
internal fun signature(header: (String) -> String?): String? = SIGNATURES.firstNotNullOfOrNull(header)

/** The answer to a webhook that was taken. Whatever else is answered, the service delivers again. */
internal const val RECEIVED = """{"status":"received"}"""

/** What is logged when the shop's own code fails. */
internal const val NOT_TAKEN = "The handler of a webhook has failed; it is answered with 500, to be delivered again."

/** So much of a body is read: one byte more than the longest webhook has, for the verifier to refuse it. */
internal val enough: Int by lazy { native { longestWebhook() } + 1 }

/** The event, or the status that refuses the delivery: 401 for its signature, 400 for its body. */
internal inline fun Webhook.eventOr(
    body: ByteArray,
    signature: String?,
    refuse: (Int) -> Nothing,
): Event =
    try {
        verify(body, signature)
    } catch (_: SignatureException) {
        refuse(401)
    } catch (_: DecodeException) {
        refuse(400)
    }
