package io.github.dgspay

import io.github.dgspay.internal.NativeClient
import io.github.dgspay.internal.PRODUCT
import io.github.dgspay.internal.keepThreadsAttached
import io.github.dgspay.internal.later
import io.github.dgspay.internal.native
import io.github.dgspay.internal.reading
import java.util.concurrent.CompletableFuture
import kotlin.time.Duration
import kotlin.time.toKotlinDuration
import io.github.dgspay.internal.warmUp as loadAndWarmUp

/**
 * A client of DGS-Pay.
 *
 * It makes no thread and no socket before its first call, and may be shared by all threads and coroutines; one a process
 * is enough. Credentials that are not given come from `DGSPAY_API_KEY` and `DGSPAY_ACCOUNT_NUMBER`.
 *
 * ```kotlin
 * DgsPay().use { pay ->
 *     val charge = pay.charges.createMobileMoney(
 *         amount = 5_000.rwf, phone = "0788 123 456", network = MobileNetwork.MTN,
 *         customer = Customer("Aline", "Uwase", "aline@example.rw"),
 *         redirectUrl = "https://shop.example/thanks", narration = "Order 1042",
 *     )
 *     println(pay.charges.wait(charge).status)
 * }
 * ```
 *
 * Java has `DgsPay.builder()`, and a method ending in `Async` beside every suspending one.
 *
 * @param apiKey the API key; without it `DGSPAY_API_KEY`.
 * @param accountNumber the account number; without it `DGSPAY_ACCOUNT_NUMBER`.
 * @param environment without it `DGSPAY_ENVIRONMENT`, and without that the sandbox: production must be chosen.
 * @param baseUrl another address, such as that of a local sandbox; without it `DGSPAY_BASE_URL`, and without that the
 *   service's own.
 * @param timeout how long a whole call may take; without it 60 s for calls that move money and 20 s for others.
 * @param maxRetries how often a call may be sent again where that is safe; without it 2. 0 means one request on the wire.
 * @throws ConfigException if a setting is missing, unusable or dangerous.
 */
public class DgsPay(
    apiKey: String? = null,
    accountNumber: String? = null,
    environment: Environment? = null,
    baseUrl: String? = null,
    timeout: Duration? = null,
    maxRetries: Int? = null,
) : DgsPayClient(
        native {
            keepThreadsAttached()
            NativeClient(
                apiKey,
                accountNumber,
                environment,
                baseUrl,
                timeout?.inWholeMilliseconds,
                maxRetries,
                PRODUCT,
            )
        },
    ) {
    /** The settings of a [DgsPay], for Java. */
    public class Builder internal constructor() {
        private var apiKey: String? = null
        private var accountNumber: String? = null
        private var environment: Environment? = null
        private var baseUrl: String? = null
        private var timeout: Duration? = null
        private var maxRetries: Int? = null

        /** The API key; without it `DGSPAY_API_KEY`. */
        public fun apiKey(key: String): Builder = apply { apiKey = key }

        /** The account number; without it `DGSPAY_ACCOUNT_NUMBER`. */
        public fun accountNumber(number: String): Builder = apply { accountNumber = number }

        /** The environment; without it `DGSPAY_ENVIRONMENT`, and without that the sandbox. */
        public fun environment(environment: Environment): Builder = apply { this.environment = environment }

        /** Another address; without it `DGSPAY_BASE_URL`, and without that the service's own. */
        public fun baseUrl(url: String): Builder = apply { baseUrl = url }

        /** How long a whole call may take; without it 60 s for calls that move money and 20 s for others. */
        public fun timeout(timeout: java.time.Duration): Builder = apply { this.timeout = timeout.toKotlinDuration() }

        /** How often a call may be sent again where that is safe; without it 2. */
        public fun maxRetries(retries: Int): Builder = apply { maxRetries = retries }

        /**
         * Checks the settings and makes the client.
         *
         * @throws ConfigException if a setting is missing, unusable or dangerous.
         */
        public fun build(): DgsPay = DgsPay(apiKey, accountNumber, environment, baseUrl, timeout, maxRetries)
    }

    /** Other ways to a client. */
    public companion object {
        /**
         * A client with the settings of the environment: `DGSPAY_API_KEY`, `DGSPAY_ACCOUNT_NUMBER`, `DGSPAY_ENVIRONMENT`,
         * `DGSPAY_BASE_URL`.
         *
         * @throws ConfigException if a setting is missing, unusable or dangerous.
         */
        @JvmStatic
        public fun fromEnv(): DgsPay = DgsPay()

        /** Settings, to begin with none. */
        @JvmStatic
        public fun builder(): Builder = Builder()

        /**
         * Loads the native library and sets up threads and TLS, which the first call would do otherwise: some 200 ms. A
         * server calls it while it starts.
         *
         * @throws InternalException if there is no native library for this platform.
         */
        public suspend fun warmUp(): Unit =
            reading {
                keepThreadsAttached()
                loadAndWarmUp()
            }

        /** The same for Java. */
        @JvmStatic
        public fun warmUpAsync(): CompletableFuture<Unit> = later { warmUp() }
    }
}
