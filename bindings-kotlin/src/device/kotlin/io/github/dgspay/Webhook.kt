package io.github.dgspay

import io.github.dgspay.internal.NativeWebhook
import io.github.dgspay.internal.native
import io.github.dgspay.internal.webhookSign

/**
 * Verifies webhooks and reads them as [Event]s, on devices that the merchant owns: the secret must not be in an app that
 * customers install.
 *
 * Give it every secret that is in use: while a secret is being replaced, deliveries signed with the old one and with the
 * new one arrive side by side, and [Event.secretIndex] says which one it was. One object may serve all threads.
 *
 * @throws ConfigException `invalid_secret` if there is none, or if one is blank, shorter than 8 bytes, or a placeholder.
 */
public class Webhook(
    secrets: List<String>,
) : WebhookVerifier(native { NativeWebhook(secrets) }) {
    /**
     * A verifier that believes any of the secrets.
     *
     * @throws ConfigException `invalid_secret` if there is none, or if one is blank, shorter than 8 bytes, or a placeholder.
     */
    public constructor(vararg secrets: String) : this(secrets.asList())

    /** A signer for tests. */
    public companion object {
        /**
         * The signature that DGS-Pay would send with this body, for tests of your own receiver.
         *
         * @throws ValidationException `invalid_argument` if the secret is not Unicode text.
         */
        @JvmStatic
        public fun sign(
            secret: String,
            body: ByteArray,
        ): String = native { webhookSign(secret, body) }
    }
}
