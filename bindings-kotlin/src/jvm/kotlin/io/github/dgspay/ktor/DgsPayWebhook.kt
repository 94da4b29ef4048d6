package io.github.dgspay.ktor

import io.github.dgspay.Event
import io.github.dgspay.Webhook
import io.github.dgspay.internal.NOT_TAKEN
import io.github.dgspay.internal.RECEIVED
import io.github.dgspay.internal.enough
import io.github.dgspay.internal.eventOr
import io.github.dgspay.internal.signature
import io.ktor.http.ContentType
import io.ktor.http.HttpStatusCode
import io.ktor.server.application.log
import io.ktor.server.request.header
import io.ktor.server.request.receiveChannel
import io.ktor.server.response.respond
import io.ktor.server.response.respondText
import io.ktor.server.routing.Route
import io.ktor.server.routing.RoutingContext
import io.ktor.server.routing.application
import io.ktor.server.routing.post
import io.ktor.utils.io.readRemaining
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.io.readByteArray

/**
 * Receives the webhooks of DGS-Pay and RohoPay at a path:
 *
 * ```kotlin
 * routing {
 *     dgspayWebhook("/webhook", Webhook()) { event -> println(event.dedupeKey) }
 * }
 * ```
 *
 * It takes the raw bytes, whatever plug-ins are installed, and answers 200 once [receive] is done, 401 for a signature
 * and 400 for a body that cannot be believed, and 500 if [receive] fails, so that the service delivers again. Be quick in
 * it, or hand the event to a queue: the service does not say how long it waits. Deliveries repeat: remember each
 * [dedupeKey][Event.dedupeKey].
 *
 * Ktor is not a dependency of this library: your own project brings it.
 *
 * @param webhook who verifies.
 * @param receive what is done with a verified event; `call` is the delivery, with the parameters of its path and query.
 */
public fun Route.dgspayWebhook(
    path: String,
    webhook: Webhook,
    receive: suspend RoutingContext.(Event) -> Unit,
): Route =
    post(path) {
        val body = call.receiveChannel().readRemaining(enough.toLong()).readByteArray()
        val event =
            webhook.eventOr(body, signature(call.request::header)) { status ->
                return@post call.respond(HttpStatusCode.fromValue(status))
            }
        try {
            receive(event)
        } catch (failure: Exception) {
            // If the server itself is going down, there is nobody left to answer.
            currentCoroutineContext().ensureActive()
            application.log.error(NOT_TAKEN, failure)
            return@post call.respond(HttpStatusCode.InternalServerError)
        }
        call.respondText(RECEIVED, ContentType.Application.Json)
    }
