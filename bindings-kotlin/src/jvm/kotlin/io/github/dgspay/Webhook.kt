package io.github.dgspay

import io.github.dgspay.internal.NativeWebhook
import io.github.dgspay.internal.native
import io.github.dgspay.internal.webhookSign

/**
 * Verifies webhooks and reads them as [Event]s.
 *
 * Give it every secret that is in use: while a secret is being replaced, deliveries signed with the old one and with the
 * new one arrive side by side, and [Event.secretIndex] says which one it was. One object may serve all threads.
 */
public class Webhook private constructor(
    verifier: NativeWebhook,
) : WebhookVerifier(verifier) {
    /**
     * A verifier that believes any of the secrets; without one, any of those of `DGSPAY_WEBHOOK_SECRET` and `ROHOPAY_WEBHOOK_SECRET`.
     *
     * @throws ConfigException `invalid_secret` if one is blank, shorter than 8 bytes, or a placeholder;
     *   `missing_credential` if there is none here and none in the environment.
     */
    public constructor(vararg secrets: String) : this(
        native { if (secrets.isEmpty()) NativeWebhook.fromEnv() else NativeWebhook(secrets.asList()) },
    )

    /**
     * A verifier that believes any of the secrets, and none of the environment.
     *
     * @throws ConfigException `invalid_secret` if there is none, or if one is blank, shorter than 8 bytes, or a placeholder.
     */
    public constructor(secrets: List<String>) : this(native { NativeWebhook(secrets) })

    /** Other ways to a verifier, and a signer for tests. */
    public companion object {
        /**
         * A verifier with the secrets of `DGSPAY_WEBHOOK_SECRET` and then those of `ROHOPAY_WEBHOOK_SECRET`; several in one are
         * separated by commas.
         *
         * @throws ConfigException `missing_credential` if neither variable is set, `invalid_secret` if one holds a bad one.
         */
        @JvmStatic
        public fun fromEnv(): Webhook = Webhook(native { NativeWebhook.fromEnv() })

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
