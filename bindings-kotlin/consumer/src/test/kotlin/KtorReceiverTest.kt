package consumer

import io.github.dgspay.ktor.dgspayWebhook
import io.ktor.serialization.kotlinx.json.json
import io.ktor.server.application.install
import io.ktor.server.cio.CIO
import io.ktor.server.engine.embeddedServer
import io.ktor.server.plugins.contentnegotiation.ContentNegotiation
import io.ktor.server.plugins.doublereceive.DoubleReceive
import io.ktor.server.request.receive
import io.ktor.server.response.respond
import io.ktor.server.routing.post
import io.ktor.server.routing.routing
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.json.JsonElement

/** Ktor, with the plug-ins that read bodies too. */
class KtorReceiverTest : ReceiverTest() {
    private val server =
        embeddedServer(CIO, port = 0, host = "127.0.0.1") {
            install(ContentNegotiation) { json() }
            install(DoubleReceive)
            routing {
                dgspayWebhook("/webhook", webhook) { take(it) }
                post("/parsed") { call.respond(call.receive<JsonElement>()) }
            }
        }

    override fun start(): Int = runBlocking { server.startSuspend().engine.resolvedConnectors().single().port }

    override fun stop(): Unit = server.stop(0, 0)
}
