package consumer

import io.github.dgspay.DgsPay
import io.github.dgspay.DgsPayException

/** Fails a call, says only what it says itself, and ends at once. */
suspend fun main(arguments: Array<String>) {
    try {
        DgsPay(baseUrl = arguments[0], apiKey = "sk_test_unknown", accountNumber = "ACC-1").wallet.balances()
    } catch (error: DgsPayException) {
        println("done: ${error.code}")
    }
}
