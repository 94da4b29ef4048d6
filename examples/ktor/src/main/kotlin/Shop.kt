// A shop that takes mobile money and cards, with Ktor. ../README.md says how to run it.

import com.fasterxml.jackson.annotation.JsonProperty
import com.fasterxml.jackson.databind.DeserializationFeature
import io.github.dgspay.BillingAddress
import io.github.dgspay.Charge
import io.github.dgspay.Customer
import io.github.dgspay.DgsPay
import io.github.dgspay.DgsPayException
import io.github.dgspay.EncryptedCard
import io.github.dgspay.EncryptedPin
import io.github.dgspay.Event
import io.github.dgspay.MobileNetwork
import io.github.dgspay.NextAction
import io.github.dgspay.OutcomeUnknownException
import io.github.dgspay.PaymentStatus
import io.github.dgspay.PhoneNumber
import io.github.dgspay.ValidationException
import io.github.dgspay.Webhook
import io.github.dgspay.ktor.dgspayWebhook
import io.github.dgspay.rwf
import io.ktor.http.HttpStatusCode
import io.ktor.serialization.jackson.jackson
import io.ktor.server.application.Application
import io.ktor.server.application.ApplicationCallPipeline
import io.ktor.server.application.install
import io.ktor.server.engine.embeddedServer
import io.ktor.server.http.content.staticFiles
import io.ktor.server.netty.Netty
import io.ktor.server.plugins.BadRequestException
import io.ktor.server.plugins.NotFoundException
import io.ktor.server.plugins.contentnegotiation.ContentNegotiation
import io.ktor.server.plugins.statuspages.StatusPages
import io.ktor.server.request.path
import io.ktor.server.request.receive
import io.ktor.server.response.header
import io.ktor.server.response.respond
import io.ktor.server.response.respondFile
import io.ktor.server.routing.RoutingCall
import io.ktor.server.routing.get
import io.ktor.server.routing.post
import io.ktor.server.routing.put
import io.ktor.server.routing.routing
import io.ktor.server.util.getOrFail
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.launch
import java.io.File
import java.util.UUID
import java.util.concurrent.ConcurrentHashMap
import kotlin.time.Duration.Companion.minutes

private const val PRICE = 9_500
private const val MOST_BAGS = 9
private val PORT = System.getenv("PORT")?.toInt() ?: 3000
private val ORIGIN = System.getenv("SHOP_ORIGIN") ?: "http://127.0.0.1:$PORT" // as payers and DGS-Pay reach it
private val IS_TEST = System.getenv("DGSPAY_ENVIRONMENT") != "production"
private val PAGE = File("../page")
private val HEADERS =
    mapOf(
        "Content-Security-Policy" to
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
            "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
        "Referrer-Policy" to "same-origin",
        "X-Content-Type-Options" to "nosniff",
    )

private enum class State {
    @JsonProperty("new")
    NEW,

    @JsonProperty("pending")
    PENDING,

    @JsonProperty("checking")
    CHECKING,

    @JsonProperty("paid")
    PAID,

    @JsonProperty("failed")
    FAILED,
}

/** An order, and what is known of its payment. All of it may be shown to the payer. */
private data class Order(
    val id: String,
    val quantity: Int,
    val method: String,
    val phone: String,
    val total: Int = PRICE * quantity,
    val currency: String = "RWF",
    val state: State = State.NEW,
    val reason: String? = null,
    val reference: String? = null,
    val action: Action? = null,
) {
    /** Paid is the end. Webhooks and answers overtake each other, so of what was refused only a payment is still believed. */
    fun marked(next: State, reason: String? = null, action: NextAction? = null): Order {
        val isFinal = state == State.PAID || (state == State.FAILED && next != State.PAID)
        if (isFinal) return this
        return copy(state = next, reason = reason, action = action?.run { Action(kind.value, url, text) })
    }
}

private data class Action(val kind: String, val url: String?, val text: String?)

// What goes to the page, and what comes from it.

private class Shop(val price: Int, val currency: String, val encryptionKey: String, val test: Boolean)

private class Refusal(val message: String, val field: String? = null)

private class Payer(val firstName: String, val lastName: String, val email: String)

private class Card(
    val number: String,
    val expiryMonth: String,
    val expiryYear: String,
    val cvv: String,
    val nonce: String,
)

private class NewOrder(
    val quantity: Int,
    val customer: Payer,
    val phone: String,
    val network: String = "MTN",
    val card: Card? = null,
    val scenario: String? = null,
)

private class Pin(val pin: String, val nonce: String)

private class Address(val line1: String, val city: String, val country: String)

private class Answer(val pin: Pin? = null, val otp: String? = null, val address: Address? = null)

private val pay = DgsPay() // keys from DGSPAY_*
private val orders = ConcurrentHashMap<String, Order>() // in place of a database: an order by its number
private val handled: MutableSet<String> = ConcurrentHashMap.newKeySet() // webhooks come more than once
private val watchers = CoroutineScope(SupervisorJob())

private fun Application.shop() {
    val webhook = Webhook()
    install(ContentNegotiation) { jackson { disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES) } }
    install(StatusPages) {
        // What the payer is told stays general; what has happened is in the log, where no card and no key can be in it.
        exception<ValidationException> { call, error ->
            call.respond(HttpStatusCode.UnprocessableEntity, Refusal("Please check this.", error.field))
        }
        exception<BadRequestException> { call, _ ->
            call.respond(HttpStatusCode.UnprocessableEntity, Refusal("Please check this."))
        }
        exception<NotFoundException> { call, _ ->
            call.respond(HttpStatusCode.NotFound, Refusal("There is no such order."))
        }
        exception<DgsPayException> { call, error ->
            System.err.println(error.message)
            val sorry = "That did not work. Nothing was charged by it; please try again."
            call.respond(HttpStatusCode.ServiceUnavailable, Refusal(sorry))
        }
    }
    intercept(ApplicationCallPipeline.Plugins) {
        HEADERS.forEach { (name, value) -> context.response.header(name, value) }
        // No cache keeps what stands in an order.
        if (context.request.path().startsWith("/api/")) context.response.header("Cache-Control", "no-store")
    }

    routing {
        // The order's number is in the address: so the webhook finds it even if the answer to the charge was lost.
        dgspayWebhook("/webhook/{id}", webhook) { event -> settle(call.parameters.getOrFail("id"), event) }

        // The encryption key is for pages; the API key stays here.
        get("/api/shop") { call.respond(Shop(PRICE, "RWF", System.getenv("DGSPAY_ENCRYPTION_KEY"), IS_TEST)) }

        // The page has chosen the number. One that is known is the same order, sent again: it is charged once.
        put("/api/orders/{id}") {
            val id = call.parameters.getOrFail<UUID>("id").toString()
            val wanted = call.receive<NewOrder>()
            if (wanted.quantity !in 1..MOST_BAGS) throw BadRequestException("quantity")
            val order = Order(id, wanted.quantity, if (wanted.card == null) "mobile_money" else "card", wanted.phone)
            if (orders.putIfAbsent(id, order) == null) follow(order) { charge(order, wanted) }
            call.respond(call.order())
        }
        get("/api/orders/{id}") { call.respond(call.order()) }
        post("/api/orders/{id}/authorize") {
            val order = call.order()
            val reference = order.reference ?: throw NotFoundException()
            val answer = call.receive<Answer>()
            follow(order) {
                when {
                    answer.pin != null ->
                        pay.charges.authorizePin(reference, EncryptedPin(answer.pin.pin, answer.pin.nonce))

                    answer.otp != null -> pay.charges.authorizeOtp(reference, answer.otp)

                    answer.address != null ->
                        pay.charges.authorizeAvs(
                            reference,
                            answer.address.run { BillingAddress(line1, country, city = city) },
                        )

                    else -> throw BadRequestException("nothing is answered")
                }
            }
            call.respond(call.order())
        }

        get("/orders/{id}") { call.respondFile(PAGE.resolve("order.html")) }
        staticFiles("/", PAGE)
    }
}

private fun RoutingCall.order(): Order = orders[parameters["id"]] ?: throw NotFoundException()

private suspend fun charge(order: Order, wanted: NewOrder): Charge {
    val customer = wanted.customer.run { Customer(firstName, lastName, email, PhoneNumber.parse(wanted.phone)) }
    val narration = "Akanyoni ${order.id.take(8).uppercase()}"
    val (back, told) = "$ORIGIN/orders/${order.id}" to "$ORIGIN/webhook/${order.id}"
    val scenario = wanted.scenario.takeIf { IS_TEST }
    val card = wanted.card?.run { EncryptedCard(number, expiryMonth, expiryYear, cvv, nonce) }
    return if (card != null) {
        pay.charges.createCard(order.total.rwf, card, customer, back, narration, told, scenario)
    } else {
        val network = MobileNetwork.of(wanted.network)
        pay.charges.createMobileMoney(order.total.rwf, wanted.phone, network, customer, back, narration, told, scenario)
    }
}

/** Makes a call about a payment, and writes down what is known of it afterwards. */
private suspend fun follow(order: Order, call: suspend () -> Charge) {
    try {
        believe(order.id, call())
    } catch (_: OutcomeUnknownException) {
        // The money may have moved: nothing is sent again, the webhook tells.
        update(order.id) { marked(State.CHECKING) }
    } catch (refused: ValidationException) {
        // The payer corrects the field and sends the same order.
        if (order.reference == null) orders.remove(order.id)
        throw refused
    } catch (failed: DgsPayException) {
        if (order.reference != null) throw failed
        update(order.id) { marked(State.FAILED, "The payment could not be made just now.") }
        System.err.println("order ${order.id}: ${failed.message}")
    }
}

/** What DGS-Pay has answered. While the payer is busy elsewhere it is asked again, in case the webhook does not get through. */
private fun believe(id: String, charge: Charge) {
    update(id) { copy(reference = charge.reference) }
    when {
        charge.paid -> update(id) { marked(State.PAID) }

        charge.status == PaymentStatus.FAILED -> update(id) { marked(State.FAILED, charge.processorResponse) }

        else -> {
            update(id) { marked(State.PENDING, action = charge.nextAction) }
            watchers.launch { watch(id, charge) }
        }
    }
}

private suspend fun watch(id: String, charge: Charge) {
    try {
        val last = pay.charges.wait(charge, timeout = 10.minutes)
        if (last.status != PaymentStatus.PENDING) believe(id, last)
    } catch (failed: DgsPayException) {
        System.err.println("order $id: ${failed.message}")
    }
}

/**
 * What a webhook tells. Its signature is good, but it has to be about this order, and about all of its money. One at a time:
 * two deliveries of one event may come at once.
 */
@Synchronized
private fun settle(id: String, event: Event) {
    if (event.dedupeKey in handled) return
    val (reference, amount, state) =
        when (event) {
            is Event.PaymentSucceeded -> Triple(event.reference, event.amount, State.PAID)
            is Event.PaymentFailed -> Triple(event.reference, event.amount, State.FAILED)
            else -> return
        }
    update(id) {
        if (this.reference in setOf(null, reference) && amount == total.rwf) {
            copy(reference = reference).marked(state)
        } else {
            System.err.println("order $id: ${event.dedupeKey} does not fit")
            this
        }
    }
    handled += event.dedupeKey
}

private fun update(id: String, change: Order.() -> Order) {
    orders.computeIfPresent(id) { _, order -> order.change() }
}

fun main() {
    println("Akanyoni Coffee: $ORIGIN")
    embeddedServer(Netty, port = PORT, host = "127.0.0.1") { shop() }.start(wait = true)
}
