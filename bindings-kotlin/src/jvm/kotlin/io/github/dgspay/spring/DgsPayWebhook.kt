@file:JvmName("DgsPayWebhook")

package io.github.dgspay.spring

import io.github.dgspay.Event
import io.github.dgspay.Webhook
import io.github.dgspay.internal.NOT_TAKEN
import io.github.dgspay.internal.RECEIVED
import io.github.dgspay.internal.enough
import io.github.dgspay.internal.eventOr
import io.github.dgspay.internal.signature
import org.apache.commons.logging.LogFactory
import org.springframework.http.MediaType
import org.springframework.web.servlet.function.HandlerFunction
import org.springframework.web.servlet.function.RouterFunction
import org.springframework.web.servlet.function.RouterFunctions
import org.springframework.web.servlet.function.ServerRequest
import org.springframework.web.servlet.function.ServerResponse

/** What is done with a verified event. */
public fun interface WebhookListener {
    /**
     * Takes an event. Be quick in it, or hand the event to a queue: the service does not say how long it waits.
     *
     * @throws Exception of any kind: the service then delivers again.
     */
    @Throws(Exception::class)
    public fun receive(event: Event)
}

/**
 * Receives the webhooks of DGS-Pay and RohoPay at a path of a Spring MVC application:
 *
 * ```kotlin
 * @Bean
 * fun webhooks() = dgspayWebhook("/webhook", Webhook()) { event -> println(event.dedupeKey) }
 * ```
 *
 * Java calls it `DgsPayWebhook.route("/webhook", new Webhook(), event -> ...)`.
 *
 * It takes the raw bytes, before any message converter, and answers 200 once [listener] is done, 401 for a signature and
 * 400 for a body that cannot be believed, and 500 if [listener] fails, so that the service delivers again. Deliveries
 * repeat: remember each [dedupeKey][Event.dedupeKey]. Under Spring Security the path must be open to all and free of CSRF
 * tokens: the signature is what guards it.
 *
 * Spring is not a dependency of this library: your own project brings it.
 *
 * @param webhook who verifies.
 * @param listener what is done with a verified event.
 */
@JvmName("route")
public fun dgspayWebhook(
    path: String,
    webhook: Webhook,
    listener: WebhookListener,
): RouterFunction<ServerResponse> = RouterFunctions.route().POST(path, Receiver(webhook, listener)).build()

private class Receiver(
    private val webhook: Webhook,
    private val listener: WebhookListener,
) : HandlerFunction<ServerResponse> {
    private val log = LogFactory.getLog(WebhookListener::class.java)

    override fun handle(request: ServerRequest): ServerResponse {
        val body = request.servletRequest().inputStream.readNBytes(enough)
        val event =
            webhook.eventOr(body, signature(request.headers()::firstHeader)) { status ->
                return ServerResponse.status(status).build()
            }
        try {
            listener.receive(event)
        } catch (failure: Exception) {
            log.error(NOT_TAKEN, failure)
            return ServerResponse.status(500).build()
        }
        return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).body(RECEIVED)
    }
}
