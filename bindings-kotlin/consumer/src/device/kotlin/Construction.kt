// How clients and the encryptor are made on a device: what a case does not give, the device has not.

package consumer

import com.google.gson.JsonObject
import io.github.dgspay.*
import kotlin.time.Duration.Companion.milliseconds

fun client(settings: JsonObject): DgsPay = DgsPay(
    accountNumber = settings.text("account_number").orEmpty(),
    environment = settings.text("environment")?.let { Environment.of(it) },
    baseUrl = settings.text("base_url"),
    timeout = settings.text("timeout_ms")?.toLong()?.milliseconds,
    maxRetries = settings.number("max_retries"),
) { settings.text("api_key") }

fun rohoClient(settings: JsonObject): RohoPay = RohoPay(
    environment = settings.text("environment")?.let { Environment.of(it) },
    baseUrl = settings.text("base_url"),
    timeout = settings.text("timeout_ms")?.toLong()?.milliseconds,
    maxRetries = settings.number("max_retries"),
    acceptUsd = settings.text("accept_usd").toBoolean(),
) { settings.text("api_key") }

fun encryptor(key: String?, format: NonceFormat?) = CardEncryptor(key.orEmpty(), format)
