package shop

import io.github.dgspay.ConnectionException
import io.github.dgspay.Country
import io.github.dgspay.DgsPay
import io.github.dgspay.DgsPayException
import io.github.dgspay.Webhook
import kotlinx.coroutines.runBlocking
import java.util.concurrent.ExecutionException

/** What an app on a device of the merchant does with this library, once; the argument is where nobody listens. */
fun main(arguments: Array<String>): Unit = runBlocking {
    DgsPay("ACC-0001234", baseUrl = arguments.single(), maxRetries = 0) { "sk_test_0123456789" }.use { pay ->
        try {
            pay.banks.list(Country.RWANDA)
        } catch (error: DgsPayException) {
            println("${error is ConnectionException} ${error.code} ${error.attempts}")
        }
        try {
            pay.wallet.balancesAsync().get()
        } catch (error: ExecutionException) {
            println((error.cause as DgsPayException).code)
        }
    }
    val json = """{"event":"payment.success","dgs_reference":"dgs_1","amount":500,"currency":"RWF","net_amount":485}"""
    val body = json.encodeToByteArray()
    val signature = Webhook.sign("dgs_test_webhook_secret", body)
    println(Webhook("dgs_test_webhook_secret").verify(body, signature).dedupeKey)
}
