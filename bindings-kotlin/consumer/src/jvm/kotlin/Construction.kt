// How clients and the encryptor are made on the JVM.

package consumer

import com.google.gson.JsonObject
import io.github.dgspay.*
import kotlin.time.Duration.Companion.milliseconds

fun client(settings: JsonObject): DgsPay = DgsPay(
    apiKey = settings.text("api_key"),
    accountNumber = settings.text("account_number"),
    environment = settings.text("environment")?.let { Environment.of(it) },
    baseUrl = settings.text("base_url"),
    timeout = settings.text("timeout_ms")?.toLong()?.milliseconds,
    maxRetries = settings.number("max_retries"),
)

fun rohoClient(settings: JsonObject): RohoPay = RohoPay(
    apiKey = settings.text("api_key"),
    environment = settings.text("environment")?.let { Environment.of(it) },
    baseUrl = settings.text("base_url"),
    timeout = settings.text("timeout_ms")?.toLong()?.milliseconds,
    maxRetries = settings.number("max_retries"),
    acceptUsd = settings.text("accept_usd").toBoolean(),
)

fun encryptor(key: String?, format: NonceFormat?) = CardEncryptor(key, format)
