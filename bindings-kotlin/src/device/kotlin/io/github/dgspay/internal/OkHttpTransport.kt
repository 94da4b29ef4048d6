package io.github.dgspay.internal

import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.suspendCancellableCoroutine
import okhttp3.Call
import okhttp3.Callback
import okhttp3.ConnectionPool
import okhttp3.Dispatcher
import okhttp3.Interceptor
import okhttp3.OkHttpClient
import okhttp3.Protocol
import okhttp3.Request
import okhttp3.Response
import java.io.IOException
import java.net.Proxy
import java.net.Socket
import java.net.SocketTimeoutException
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit.MILLISECONDS
import kotlin.coroutines.resumeWithException

/** How many calls may be on their way at once; the others wait, with nothing sent. */
private const val AT_ONCE = 64

/** How many connections are kept open for the next call. */
private const val KEPT = 5

/** Where the answer's status is kept. OkHttp sees 200: of some others it makes something itself, 407 it does not even give. */
private const val STATUS = "x-dgspay-status"

/**
 * Sends what the core has written, once, and brings back what is answered: no redirect, no repetition, no cookie, no cache.
 * What may be sent again, and when a call has taken too long, the core decides.
 */
internal class OkHttpTransport(
    limits: TransportLimits,
) : NativeTransport {
    private val longestAnswer = limits.longestAnswer

    private val http =
        OkHttpClient
            .Builder()
            .protocols(listOf(Protocol.HTTP_1_1))
            .retryOnConnectionFailure(false)
            .followRedirects(false)
            .followSslRedirects(false)
            .connectTimeout(limits.connectTimeoutMs, MILLISECONDS)
            .readTimeout(0, MILLISECONDS)
            .writeTimeout(0, MILLISECONDS)
            .callTimeout(0, MILLISECONDS)
            .connectionPool(ConnectionPool(KEPT, limits.idleTimeoutMs, MILLISECONDS))
            .dispatcher(dispatcher())
            .addNetworkInterceptor(SendOnce)
            .build()

    /** For this machine, which no proxy is to see. */
    private val direct = http.newBuilder().proxy(Proxy.NO_PROXY).build()

    override suspend fun send(
        request: NativeRequest,
        permit: SendPermit,
    ): NativeAnswer =
        permit.use {
            try {
                exchange(if (request.direct) direct else http, written(request, permit))
            } catch (cancellation: CancellationException) {
                throw cancellation
            } catch (failure: Throwable) {
                // What is no Exception, the core would never hear of.
                throw NativeTransportException.Broken(breakage(failure))
            }
        }

    /** On the next connection, if one that was kept turns out to be closed. */
    private suspend fun exchange(
        client: OkHttpClient,
        request: Request,
    ): NativeAnswer {
        repeat(KEPT) {
            try {
                return client.newCall(request).answer(longestAnswer)
            } catch (_: Closed) {
                // Nothing was written.
            }
        }
        return client.newCall(request).answer(longestAnswer)
    }
}

/** What the server has done with a connection that was kept for the next request. */
private class Closed : IOException("the server has closed this connection")

/** Threads that keep no JVM alive. */
private fun dispatcher(): Dispatcher {
    val threads = Executors.newCachedThreadPool { work -> Thread(work, "dgspay http").apply { isDaemon = true } }
    return Dispatcher(threads).apply {
        maxRequests = AT_ONCE
        maxRequestsPerHost = AT_ONCE
    }
}

private fun written(
    request: NativeRequest,
    permit: SendPermit,
): Request {
    val builder = Request.Builder().url(request.url).tag(SendPermit::class.java, permit)
    request.headers.forEach { builder.addHeader(it.name, it.value) }
    // Otherwise OkHttp asks for gzip, and what comes could unpack to any size.
    builder.header("Accept-Encoding", "identity")
    return builder.method(request.method, request.body.takeIf { it.isNotEmpty() }?.let(::OneShot)).build()
}

/** Stands where a connection is there and nothing has been written: the core is asked whether to begin. */
private object SendOnce : Interceptor {
    override fun intercept(chain: Interceptor.Chain): Response {
        val socket = checkNotNull(chain.connection()).socket()
        if (isClosed(socket)) throw Closed()
        val permit = chain.request().tag(SendPermit::class.java)
        if (permit == null || !isGranted(permit)) throw IOException("given up, or sent already")
        val answer = chain.proceed(chain.request())
        return answer
            .newBuilder()
            .code(200)
            .header(STATUS, "${answer.code}")
            .build()
    }

    /**
     * Between two requests a connection that is open has nothing to say; one that is closed says so at once. OkHttp itself
     * looks only after ten seconds, and before that loses the request: whether it was executed, nobody would know.
     */
    private fun isClosed(socket: Socket): Boolean {
        val patience = socket.soTimeout
        return try {
            socket.soTimeout = 1
            socket.getInputStream().read()
            true
        } catch (_: SocketTimeoutException) {
            socket.soTimeout = patience
            false
        } catch (_: IOException) {
            true
        }
    }

    /** A permit that is closed belongs to a call that nobody waits for. */
    private fun isGranted(permit: SendPermit) =
        try {
            permit.claim()
        } catch (_: IllegalStateException) {
            false
        }
}

private suspend fun Call.answer(longest: Long): NativeAnswer =
    suspendCancellableCoroutine { waiting ->
        waiting.invokeOnCancellation { cancel() }
        enqueue(
            object : Callback {
                override fun onFailure(
                    call: Call,
                    e: IOException,
                ) = waiting.resumeWithException(e)

                override fun onResponse(
                    call: Call,
                    response: Response,
                ) = waiting.resumeWith(runCatching { response.use { read(it, longest) } })
            },
        )
    }

/** The answer, with one byte more than it may have at most: the core refuses such a one. */
private fun read(
    answer: Response,
    longest: Long,
): NativeAnswer {
    val source = answer.body.source()
    source.request(longest + 1)
    val body = source.buffer.readByteArray(minOf(source.buffer.size, longest + 1))
    val status = checkNotNull(answer.header(STATUS)).toInt()
    return NativeAnswer(status, answer.header("x-request-id"), answer.header("retry-after"), body)
}
