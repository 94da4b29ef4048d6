package io.github.dgspay

import io.github.dgspay.internal.NativeWebhook
import io.github.dgspay.internal.native

/** What a verifier of webhooks can do, however it came by its secrets: make a [Webhook]. */
public abstract class WebhookVerifier internal constructor(
    private val verifier: NativeWebhook,
) {
    /**
     * Checks the signature of the raw body, then reads the event.
     *
     * @param body the bytes as they arrived, before any parsing.
     * @param signature the header `X-DGS-Signature` or `X-RohoPay-Signature`, or `null` if there was none.
     * @throws SignatureException if the signature is missing, malformed, or made with another secret: answer 401.
     * @throws DecodeException if the signature is good but the body cannot be believed.
     */
    public fun verify(
        body: ByteArray,
        signature: String?,
    ): Event = native { verifier.verify(body, signature?.encodeToByteArray()) }

    /** Never shows a secret. */
    override fun toString(): String = "Webhook([redacted])"
}
