// Calls: each contender as its own documentation shows it, with as many connections as there are calls in flight.

package bench

import com.fasterxml.jackson.databind.JsonNode
import io.github.dgspay.Customer
import io.github.dgspay.DgsPay
import io.github.dgspay.MobileMoneyCharge
import io.github.dgspay.MobileNetwork
import io.github.dgspay.PhoneNumber
import io.github.dgspay.rwf
import io.ktor.client.HttpClient
import io.ktor.client.engine.cio.CIO
import io.ktor.client.engine.cio.endpoint
import io.ktor.client.request.header
import io.ktor.client.request.post
import io.ktor.client.request.setBody
import io.ktor.client.statement.readRawBytes
import io.ktor.http.ContentType
import io.ktor.http.contentType
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.future.await
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.suspendCancellableCoroutine
import okhttp3.Call
import okhttp3.Callback
import okhttp3.ConnectionPool
import okhttp3.Dispatcher
import okhttp3.MediaType.Companion.toMediaType
import okhttp3.OkHttpClient
import okhttp3.Request
import okhttp3.RequestBody.Companion.toRequestBody
import okhttp3.Response
import java.io.IOException
import java.net.URI
import java.net.http.HttpRequest
import java.net.http.HttpResponse
import java.util.concurrent.Callable
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import kotlin.coroutines.resumeWithException

private const val CONNECTIONS = 64

/** What is sent, and what has to come back. */
internal class Order(
    private val task: JsonNode,
) {
    val url: String = task.text("url")
    val credentials: Map<String, String> =
        task["headers"].properties().associate { (name, value) -> name to value.textValue() }
    val order: JsonNode = json.readTree(task.text("order"))
    val customer: Customer get() =
        Customer(order.text("customer_first_name"), order.text("customer_last_name"), order.text("customer_email"))

    fun client(): DgsPay =
        DgsPay(
            apiKey = task.text("api_key"),
            accountNumber = task.text("account_number"),
            baseUrl = task.text("base_url"),
        )

    /** The body, as JSON without spaces. */
    fun written(): ByteArray = json.writeValueAsBytes(order)

    fun read(answer: ByteArray): String = json.readTree(answer).text("dgs_reference")

    fun check(reference: String) = check(reference == task.text("reference")) { "the answer names $reference" }
}

internal fun prepareCalls(
    name: String,
    task: JsonNode,
): Prepared {
    val order = Order(task)
    return when (name) {
        "dgspay" -> Prepared("0.1.0", coroutines(order, dgspay(order)))
        "dgspay-java" -> Prepared("0.1.0", threads(order, dgspayJava(order)))
        "okhttp" -> Prepared(okhttp3.OkHttp.VERSION, coroutines(order, okhttp(order)))
        "okhttp-blocking" -> Prepared(okhttp3.OkHttp.VERSION, threads(order, okhttpBlocking(order)))
        "jdk" -> Prepared(System.getProperty("java.version"), coroutines(order, jdk(order)))
        "ktor" -> Prepared("3.6.1, CIO", coroutines(order, ktor(order)))
        else -> error(name)
    }
}

internal fun dgspay(order: Order): suspend () -> String {
    val pay = order.client()
    return {
        pay.charges
            .createMobileMoney(
                amount = order.order["amount"].intValue().rwf,
                phone = "0788 123 456",
                network = MobileNetwork.MTN,
                customer = order.customer,
                redirectUrl = order.order.text("redirect_url"),
                narration = order.order.text("narration"),
            ).reference
    }
}

/** As Java does it: the request is made first, and its future is waited for. */
private fun dgspayJava(order: Order): () -> String {
    val pay = order.client()
    return {
        val charge =
            MobileMoneyCharge(
                order.order["amount"].intValue().rwf,
                PhoneNumber.parse("0788 123 456"),
                MobileNetwork.MTN,
                order.customer,
                order.order.text("redirect_url"),
            ).withNarration(order.order.text("narration"))
        pay.charges
            .createMobileMoneyAsync(charge)
            .join()
            .reference
    }
}

private fun okhttpClient() =
    OkHttpClient
        .Builder()
        .dispatcher(
            // By default five calls to one host.
            Dispatcher().apply {
                maxRequests = CONNECTIONS
                maxRequestsPerHost = CONNECTIONS
            },
        ).connectionPool(ConnectionPool(CONNECTIONS, 5, TimeUnit.MINUTES))
        .build()

private val JSON = "application/json".toMediaType()

private fun request(order: Order) =
    Request
        .Builder()
        .url(order.url)
        .apply { order.credentials.forEach { (name, value) -> header(name, value) } }
        .post(order.written().toRequestBody(JSON))
        .build()

private fun Order.read(answer: Response) =
    answer.use {
        check(it.code == 200) { "status ${it.code}" }
        read(it.body.bytes())
    }

internal fun okhttpBlocking(order: Order): () -> String {
    val client = okhttpClient()
    return { order.read(client.newCall(request(order)).execute()) }
}

private fun okhttp(order: Order): suspend () -> String {
    val client = okhttpClient()
    return {
        suspendCancellableCoroutine { waiting ->
            val call = client.newCall(request(order))
            waiting.invokeOnCancellation { call.cancel() }
            call.enqueue(
                object : Callback {
                    override fun onResponse(
                        call: Call,
                        response: Response,
                    ) = waiting.resumeWith(runCatching { order.read(response) })

                    override fun onFailure(
                        call: Call,
                        e: IOException,
                    ) = waiting.resumeWithException(e)
                },
            )
        }
    }
}

internal fun jdk(order: Order): suspend () -> String {
    // Otherwise it asks a server without TLS to go over to HTTP/2.
    val client =
        java.net.http.HttpClient
            .newBuilder()
            .version(java.net.http.HttpClient.Version.HTTP_1_1)
            .build()
    val uri = URI(order.url)
    return {
        val request =
            HttpRequest
                .newBuilder(uri)
                .apply { order.credentials.forEach { (name, value) -> header(name, value) } }
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(order.written()))
                .build()
        val answer = client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray()).await()
        check(answer.statusCode() == 200) { "status ${answer.statusCode()}" }
        order.read(answer.body())
    }
}

internal fun ktor(order: Order): suspend () -> String {
    val client =
        HttpClient(CIO) {
            expectSuccess = true
            engine {
                maxConnectionsCount = CONNECTIONS
                endpoint { maxConnectionsPerRoute = CONNECTIONS }
            }
        }
    return {
        val answer =
            client.post(order.url) {
                order.credentials.forEach { (name, value) -> header(name, value) }
                contentType(ContentType.Application.Json)
                setBody(order.written())
            }
        order.read(answer.readRawBytes())
    }
}

private fun coroutines(
    order: Order,
    call: suspend () -> String,
): (Double, Int) -> Done =
    { seconds, inFlight ->
        val until = System.nanoTime() + (seconds * 1e9).toLong()
        val times =
            runBlocking(Dispatchers.Default) {
                List(inFlight) { async { buildList { while (System.nanoTime() < until) add(timed(order) { call() }) } } }
                    .awaitAll()
            }
        Done.Timed(times.flatten().toLongArray())
    }

private fun threads(
    order: Order,
    call: () -> String,
): (Double, Int) -> Done {
    val threads = Executors.newFixedThreadPool(CONNECTIONS)
    return { seconds, inFlight ->
        val until = System.nanoTime() + (seconds * 1e9).toLong()
        val caller = Callable { buildList { while (System.nanoTime() < until) add(timed(order) { call() }) } }
        Done.Timed(threads.invokeAll(List(inFlight) { caller }).flatMap { it.get() }.toLongArray())
    }
}

private inline fun timed(
    order: Order,
    call: () -> String,
): Long {
    val began = System.nanoTime()
    order.check(call())
    return System.nanoTime() - began
}
