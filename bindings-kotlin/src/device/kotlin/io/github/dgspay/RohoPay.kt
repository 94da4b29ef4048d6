package io.github.dgspay

import io.github.dgspay.internal.NativeRohoClient
import io.github.dgspay.internal.PRODUCT
import io.github.dgspay.internal.native
import io.github.dgspay.internal.prepare
import kotlin.time.Duration
import kotlin.time.toKotlinDuration
import io.github.dgspay.internal.parseCheckoutReturn as readCheckoutReturn

/**
 * A client of RohoPay for devices that the merchant owns. Never put it into an app that customers install: whoever has
 * such an app has the key.
 *
 * It makes no thread and no socket before its first call, and may be shared by all threads and coroutines; one an app is
 * enough. A call that moves money carries an idempotency key: the caller's ([CallOptions]), or one made before the first
 * attempt. It is sent again only under the same key with the same bytes, so it cannot pay twice.
 *
 * ```kotlin
 * val roho = RohoPay { keystore.read("rohopay") }
 * val payment = roho.collect(phone = "0700 123 456", amount = 50_000.ugx, description = "Till 3")
 * println(roho.wait(payment).status)
 * ```
 *
 * Java has `RohoPay.builder(...)`, and a method ending in `Async` beside every suspending one.
 *
 * @param environment the environment that the key must be of; without it the key decides.
 * @param baseUrl another address, such as that of a local sandbox; without it the service's own.
 * @param timeout how long a whole call may take; without it 60 s for calls that move money and 20 s for others.
 * @param maxRetries how often a call may be sent again, money included; without it 2. 0 means one request on the wire.
 * @param acceptUsd whether amounts in US dollars are sent too, in whole dollars. The service's own SDK lists them, no page of
 *   its documents does; otherwise they are refused before anything is sent.
 * @param key where the API key, `test_…` or `live_…`, comes from; asked once, here.
 * @throws ConfigException if a setting is missing, unusable or dangerous.
 */
public class RohoPay(
    environment: Environment? = null,
    baseUrl: String? = null,
    timeout: Duration? = null,
    maxRetries: Int? = null,
    acceptUsd: Boolean = false,
    key: KeyProvider,
) : RohoPayClient(
        native {
            prepare()
            NativeRohoClient(
                key.apiKey().orEmpty(),
                environment,
                baseUrl,
                timeout?.inWholeMilliseconds,
                maxRetries,
                acceptUsd,
                PRODUCT,
            )
        },
    ) {
    /** The settings of a [RohoPay], for Java. */
    public class Builder internal constructor(
        private val key: KeyProvider,
    ) {
        private var environment: Environment? = null
        private var baseUrl: String? = null
        private var timeout: Duration? = null
        private var maxRetries: Int? = null
        private var acceptUsd = false

        /** The environment that the key must be of; without it the key decides. */
        public fun environment(environment: Environment): Builder = apply { this.environment = environment }

        /** Another address; without it the service's own. */
        public fun baseUrl(url: String): Builder = apply { baseUrl = url }

        /** How long a whole call may take; without it 60 s for calls that move money and 20 s for others. */
        public fun timeout(timeout: java.time.Duration): Builder = apply { this.timeout = timeout.toKotlinDuration() }

        /** How often a call may be sent again, money included; without it 2. */
        public fun maxRetries(retries: Int): Builder = apply { maxRetries = retries }

        /** Whether amounts in US dollars are sent too, in whole dollars; otherwise they are refused before anything is sent. */
        public fun acceptUsd(accept: Boolean): Builder = apply { acceptUsd = accept }

        /**
         * Asks for the key, checks the settings and makes the client.
         *
         * @throws ConfigException if a setting is missing, unusable or dangerous.
         */
        public fun build(): RohoPay = RohoPay(environment, baseUrl, timeout, maxRetries, acceptUsd, key)
    }

    /** Other ways to a client. */
    public companion object {
        /** The key, and settings, to begin with none. */
        @JvmStatic
        public fun builder(key: KeyProvider): Builder = Builder(key)

        /**
         * Reads the address that a payer came back to after [checkout]. Anybody can write such an address: it is a hint for
         * the page that you show, never a proof of payment.
         *
         * @throws ValidationException `invalid_argument` if it is not an absolute URL.
         */
        @JvmStatic
        public fun parseCheckoutReturn(returnUrl: String): CheckoutReturn = native { readCheckoutReturn(returnUrl) }
    }
}
