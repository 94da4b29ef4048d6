package io.github.dgspay.internal

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertArrayEquals
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.ByteArrayOutputStream
import java.net.InetAddress
import java.net.ServerSocket
import java.net.Socket
import java.util.concurrent.TimeUnit.SECONDS
import java.util.concurrent.atomic.AtomicInteger
import java.util.zip.GZIPOutputStream
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds

class OkHttpTransportTest {
    private val transport = OkHttpTransport(TransportLimits(1_000, 60_000, 1_000))

    private fun request(
        url: String,
        method: String = "POST",
        body: String = "{}",
    ) = NativeRequest(method, url, listOf(NativeHeader("content-type", "application/json")), body.toByteArray(), true)

    private fun send(
        request: NativeRequest,
        permit: SendPermit = Permit(),
    ): NativeAnswer = runBlocking { withTimeout(10.seconds) { transport.send(request, permit) } }

    private fun broken(
        request: NativeRequest,
        permit: SendPermit = Permit(),
    ): Breakage = assertThrows(NativeTransportException.Broken::class.java) { send(request, permit) }.reason

    @Test
    fun `what the core has written arrives, and the answer comes back whole`() {
        val headers = "X-Request-Id: r1\r\nRetry-After: 7\r\nSet-Cookie: a=b\r\n"
        FaultyServer { reply("418 Teapot", "short and stout", headers) }.use { server ->
            val request = request("${server.url}/a?b=c").copy(headers = listOf(NativeHeader("user-agent", "dgspay/1")))
            repeat(2) {
                val answer = send(request)
                assertEquals(listOf(418, "r1", "7"), listOf(answer.status, answer.requestId, answer.retryAfter))
                assertEquals("short and stout", String(answer.body))
            }
            val head = server.heads.last().lowercase()
            assertTrue(head.startsWith("post /a?b=c http/1.1"), head)
            for (wanted in listOf("user-agent: dgspay/1", "content-length: 2", "accept-encoding: identity")) {
                assertTrue(wanted in head, "$wanted is not in $head")
            }
            for (unwanted in listOf("cookie", "okhttp", "content-type")) assertFalse(unwanted in head, head)
            assertEquals(1, server.connections, "the connection is kept")
        }
    }

    @Test
    fun `a request without a body has none`() {
        FaultyServer { reply("200 OK", "{}") }.use { server ->
            assertEquals(200, send(request(server.url, "GET", "")).status)
            assertFalse("content-length" in server.heads.single().lowercase())
        }
    }

    @Test
    fun `redirects and pauses are answers, and nothing is sent again`() {
        for (status in listOf("301 Moved", "307 Again", "308 Again", "401 Who", "407 Proxy", "408 Slow", "503 Busy")) {
            val headers = "Location: /elsewhere\r\nRetry-After: 0\r\nWWW-Authenticate: Basic\r\n"
            FaultyServer { reply(status, "", headers) }.use { server ->
                for (method in listOf("POST", "GET")) {
                    val answer = send(request(server.url, method, if (method == "POST") "{}" else ""))
                    assertEquals(status.substringBefore(' '), "${answer.status}")
                    assertEquals("0", answer.retryAfter)
                }
                assertEquals(2, server.requests, status)
            }
        }
    }

    @Test
    fun `a request that is cut off leaves once`() {
        val faults =
            listOf<FaultyServer.Exchange.() -> Unit>(
                { reset() },
                { close() },
                { cut("HTTP/1.1 200 OK\r\nContent-Le") },
                { cut("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf") },
                { cut("this is no HTTP\r\n\r\n") },
            )
        for ((place, fault) in faults.withIndex()) {
            FaultyServer(fault).use { server ->
                val permit = Permit()
                val reason = broken(request(server.url), permit)
                assertTrue(reason in setOf(Breakage.CONNECTION_RESET, Breakage.CONNECTION_CLOSED), "$place: $reason")
                assertEquals(1, server.requests, "fault $place")
                assertEquals(1, permit.asked.get(), "fault $place")
            }
        }
    }

    @Test
    fun `a kept connection that has died meanwhile makes no second request`() {
        FaultyServer {
            if (number % 2 == 1) {
                reply("200 OK", "{}")
            } else {
                reset()
            }
        }.use { server ->
            assertEquals(200, send(request(server.url)).status)
            // Dies only once the second request is on it: this is where others repeat by themselves.
            val permit = Permit()
            broken(request(server.url), permit)
            assertEquals(listOf(2, 1), listOf(server.requests, permit.asked.get()))
        }
        FaultyServer { cut("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}") }.use { server ->
            // Died before: it is noticed, and another connection is made.
            repeat(3) {
                assertEquals(200, send(request(server.url)).status)
                Thread.sleep(100)
            }
            assertEquals(3, server.requests)
        }
    }

    @Test
    fun `nothing is written without the permit`() {
        FaultyServer { reply("200 OK", "{}") }.use { server ->
            broken(request(server.url), Permit(granted = 0))
            broken(request(server.url, "GET", ""), Permit(granted = 0))
            assertEquals(0, server.requests)
        }
    }

    @Test
    fun `where no connection comes about, the permit is not even asked for`() {
        val closed = ServerSocket(0).use { it.localPort }
        val permit = Permit()
        assertEquals(Breakage.CONNECTION_REFUSED, broken(request("http://127.0.0.1:$closed"), permit))
        assertEquals(Breakage.NO_CONNECTION, broken(request("http://nowhere.invalid"), permit))
        // A server that takes nobody any more: its queue is full, and a connection takes for ever.
        ServerSocket(0, 1, InetAddress.getByName("127.0.0.1")).use { full ->
            val queue = List(8) { Socket().apply { runCatching { connect(full.localSocketAddress, 50) } } }
            assertEquals(Breakage.TIMED_OUT, broken(request("http://127.0.0.1:${full.localPort}"), permit))
            queue.forEach { it.close() }
        }
        assertEquals(0, permit.asked.get())
    }

    @Test
    fun `an answer is read to one byte more than it may have`() {
        FaultyServer { reply("200 OK", "x".repeat(1_000)) }.use { assertEquals(1_000, send(request(it.url)).body.size) }
        FaultyServer { babble() }.use {
            assertEquals(1_001, send(request(it.url)).body.size)
        }
    }

    @Test
    fun `an answer is never unpacked, so none becomes larger than what was sent`() {
        val packed = ByteArrayOutputStream().also { GZIPOutputStream(it).use { zip -> zip.write(ByteArray(100_000)) } }
        val head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${packed.size()}\r\n\r\n"
        FaultyServer { say(head.toByteArray() + packed.toByteArray()) }.use { server ->
            assertArrayEquals(packed.toByteArray(), send(request(server.url)).body)
        }
    }

    @Test
    fun `an answer that nobody waits for is given up, with its connection`() =
        runBlocking<Unit> {
            FaultyServer { Thread.sleep(60_000) }.use { server ->
                val waiting = launch(Dispatchers.IO) { transport.send(request(server.url), Permit()) }
                while (server.requests == 0) delay(10.milliseconds)
                waiting.cancelAndJoin()
                assertEquals(1, server.requests)
            }
            FaultyServer { }.use { server ->
                val waiting = launch(Dispatchers.IO) { transport.send(request(server.url), Permit()) }
                while (server.requests == 0) delay(10.milliseconds)
                assertEquals(1L, server.left.count)
                waiting.cancelAndJoin()
                assertTrue(server.left.await(5, SECONDS), "the connection is still open")
            }
        }

    @Test
    fun `an answer without the two headers has neither`() {
        FaultyServer { reply("200 OK", "") }.use { server ->
            val answer = send(request(server.url))
            assertNull(answer.requestId)
            assertNull(answer.retryAfter)
        }
    }
}
