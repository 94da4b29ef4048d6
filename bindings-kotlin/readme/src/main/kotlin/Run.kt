package shop

import io.github.dgspay.DgsPay
import io.github.dgspay.Webhook
import io.ktor.server.cio.CIO
import io.ktor.server.engine.embeddedServer
import org.springframework.boot.builder.SpringApplicationBuilder
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse.BodyHandlers

/** Runs what the READMEs show, against the sandbox that the environment names. */
suspend fun main() {
    DgsPay().use { pay ->
        listOf(::quickstart, ::card, ::link, ::payout, ::roho).forEach { snippet -> snippet(pay) }
    }
    val ktor = embeddedServer(CIO, port = 0, host = "127.0.0.1") { shop() }.start()
    deliver(ktor.engine.resolvedConnectors().single().port)
    ktor.stop(0, 0)
    val properties = listOf("server.port=0", "spring.main.banner-mode=off")
    SpringApplicationBuilder(Shop::class.java).properties(*properties.toTypedArray()).run().use { spring ->
        deliver(spring.environment.getRequiredProperty("local.server.port").toInt())
    }
}

/** What the payer types; the snippets do not say where it comes from. */
fun ask(what: String): String = if (what == "PIN") "1234" else "123456"

/** A webhook, signed as DGS-Pay would. */
private fun deliver(port: Int) {
    val body =
        """{"event":"payment.success","dgs_reference":"dgs_1","amount":5000,"currency":"RWF","net_amount":4850}"""
    val signature = Webhook.sign(System.getenv("DGSPAY_WEBHOOK_SECRET"), body.encodeToByteArray())
    val request =
        HttpRequest
            .newBuilder(URI("http://127.0.0.1:$port/webhook"))
            .header("X-DGS-Signature", signature)
            .POST(HttpRequest.BodyPublishers.ofString(body))
    println(HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString()).body())
}
