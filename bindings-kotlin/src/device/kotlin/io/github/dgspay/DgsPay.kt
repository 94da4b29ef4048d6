package io.github.dgspay

import io.github.dgspay.internal.NativeClient
import io.github.dgspay.internal.PRODUCT
import io.github.dgspay.internal.later
import io.github.dgspay.internal.native
import io.github.dgspay.internal.prepare
import io.github.dgspay.internal.reading
import java.util.concurrent.CompletableFuture
import kotlin.time.Duration
import kotlin.time.toKotlinDuration
import io.github.dgspay.internal.warmUp as warmUpCore

/**
 * A client of DGS-Pay for devices that the merchant owns. Never put it into an app that customers install: the service
 * forbids API keys there, and whoever has such an app has the key.
 *
 * It makes no thread and no socket before its first call, and may be shared by all threads and coroutines; one an app is
 * enough.
 *
 * ```kotlin
 * val pay = DgsPay(accountNumber = "ACC-0001234") { keystore.read("dgspay") }
 * val charge = pay.charges.createMobileMoney(
 *     amount = 5_000.rwf, phone = "0788 123 456", network = MobileNetwork.MTN,
 *     customer = Customer("Aline", "Uwase", "aline@example.rw"),
 *     redirectUrl = "https://shop.example/thanks", narration = "Till 3",
 * )
 * println(pay.charges.wait(charge).status)
 * ```
 *
 * Java has `DgsPay.builder(...)`, and a method ending in `Async` beside every suspending one.
 *
 * @param accountNumber the account number.
 * @param environment without it the sandbox: production must be chosen.
 * @param baseUrl another address, such as that of a local sandbox; without it the service's own.
 * @param timeout how long a whole call may take; without it 60 s for calls that move money and 20 s for others.
 * @param maxRetries how often a call may be sent again where that is safe; without it 2. 0 means one request on the wire.
 * @param key where the API key comes from; asked once, here.
 * @throws ConfigException if a setting is missing, unusable or dangerous.
 */
public class DgsPay(
    accountNumber: String,
    environment: Environment? = null,
    baseUrl: String? = null,
    timeout: Duration? = null,
    maxRetries: Int? = null,
    key: KeyProvider,
) : DgsPayClient(
        native {
            prepare()
            NativeClient(
                key.apiKey().orEmpty(),
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
    public class Builder internal constructor(
        private val accountNumber: String,
        private val key: KeyProvider,
    ) {
        private var environment: Environment? = null
        private var baseUrl: String? = null
        private var timeout: Duration? = null
        private var maxRetries: Int? = null

        /** The environment; without it the sandbox. */
        public fun environment(environment: Environment): Builder = apply { this.environment = environment }

        /** Another address; without it the service's own. */
        public fun baseUrl(url: String): Builder = apply { baseUrl = url }

        /** How long a whole call may take; without it 60 s for calls that move money and 20 s for others. */
        public fun timeout(timeout: java.time.Duration): Builder = apply { this.timeout = timeout.toKotlinDuration() }

        /** How often a call may be sent again where that is safe; without it 2. */
        public fun maxRetries(retries: Int): Builder = apply { maxRetries = retries }

        /**
         * Asks for the key, checks the settings and makes the client.
         *
         * @throws ConfigException if a setting is missing, unusable or dangerous.
         */
        public fun build(): DgsPay = DgsPay(accountNumber, environment, baseUrl, timeout, maxRetries, key)
    }

    /** Other ways to a client. */
    public companion object {
        /** What every client needs, and settings, to begin with none. */
        @JvmStatic
        public fun builder(
            accountNumber: String,
            key: KeyProvider,
        ): Builder = Builder(accountNumber, key)

        /**
         * Loads the native library and sets up what the first call would: call it while the app starts, off the main
         * thread.
         *
         * @throws InternalException if there is no native library for this platform.
         */
        public suspend fun warmUp(): Unit =
            reading {
                prepare()
                warmUpCore()
            }

        /** The same for Java. */
        @JvmStatic
        public fun warmUpAsync(): CompletableFuture<Unit> = later { warmUp() }
    }
}
