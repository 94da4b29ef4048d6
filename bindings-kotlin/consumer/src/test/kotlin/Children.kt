// Programs that tests run in a JVM of their own.

package consumer

import io.github.dgspay.CardEncryptor
import io.github.dgspay.DgsPay
import io.github.dgspay.DgsPayException
import io.github.dgspay.Money
import io.github.dgspay.NonceFormat
import io.github.dgspay.Webhook
import kotlinx.coroutines.DelicateCoroutinesApi
import kotlinx.coroutines.GlobalScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlin.system.exitProcess
import kotlin.time.Duration.Companion.milliseconds

/** Ends while 50 calls are on their way. */
object Leaving {
    @OptIn(DelicateCoroutinesApi::class)
    @JvmStatic
    fun main(arguments: Array<String>) {
        val pay = DgsPay("sk_test_leaving", "ACC-1", baseUrl = arguments[0])
        repeat(25) {
            GlobalScope.launch { pay.wallet.balances() }
            pay.transactions.getAsync("dgs_1")
        }
        runBlocking { delay(200.milliseconds) }
        println("leaving")
        if (arguments[1] == "exit") exitProcess(0)
    }
}

/** Makes what reads its secrets from the environment. */
object Surroundings {
    @JvmStatic
    fun main(arguments: Array<String>) {
        val body = """{"event":"of_tomorrow"}""".encodeToByteArray()
        val makers =
            mapOf<String, () -> Any>(
                "Webhook()" to { Webhook().verify(body, Webhook.sign(arguments[0], body)).secretIndex },
                "Webhook.fromEnv()" to { Webhook.fromEnv().verify(body, Webhook.sign(arguments[0], body)).secretIndex },
                "Webhook(emptyList())" to { Webhook(emptyList()) },
                "CardEncryptor()" to { CardEncryptor().encryptPin("1234").nonce.length },
                "CardEncryptor.fromEnv()" to
                    { CardEncryptor.fromEnv(NonceFormat.HEX24).encryptPin("1234").nonce.length },
            )
        for ((name, make) in makers) {
            println("$name: ${runCatching(make).getOrElse { (it as DgsPayException).code }}")
        }
    }
}

/** Meets a library that cannot be loaded. */
object Unloaded {
    @JvmStatic
    fun main(arguments: Array<String>) {
        repeat(2) {
            try {
                println(Money.of(arguments[0], "RWF"))
            } catch (error: DgsPayException) {
                println("${error::class.simpleName} ${error.outcome} ${error.cause is LinkageError}")
            }
        }
    }
}
