package io.github.dgspay.internal

import java.io.BufferedReader
import java.net.InetAddress
import java.net.ServerSocket
import java.net.Socket
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.CountDownLatch
import java.util.concurrent.atomic.AtomicInteger
import kotlin.concurrent.thread

/** A server that counts what arrives, and answers each request, by its number from 1 on, as [answer] says. */
internal class FaultyServer(
    private val listener: ServerSocket,
    private val answer: Exchange.() -> Unit,
) : AutoCloseable {
    constructor(answer: Exchange.() -> Unit) : this(ServerSocket(0, BACKLOG, HERE), answer)

    private val open = CopyOnWriteArrayList<Socket>()
    private val count = AtomicInteger()

    /** Counted down when a client has closed its connection. */
    val left: CountDownLatch = CountDownLatch(1)
    val heads: MutableList<String> = CopyOnWriteArrayList()
    val connections: Int get() = open.size
    val requests: Int get() = heads.size
    val port: Int = listener.localPort
    val url: String = "http://127.0.0.1:$port"

    init {
        thread(isDaemon = true) { runCatching { while (true) serve(listener.accept()) } }
    }

    private fun serve(socket: Socket) {
        open += socket
        thread(isDaemon = true) {
            runCatching {
                val input = socket.getInputStream().bufferedReader(Charsets.ISO_8859_1)
                while (true) {
                    heads += head(input) ?: break
                    Exchange(count.incrementAndGet(), socket).answer()
                }
            }
            left.countDown()
        }
    }

    private fun head(input: BufferedReader): String? {
        val lines = generateSequence { input.readLine() }.takeWhile { it.isNotEmpty() }.toList()
        if (lines.isEmpty()) return null
        val length =
            lines.firstNotNullOfOrNull {
                Regex(
                    "(?i)content-length: (\\d+)",
                ).matchEntire(it)?.groupValues?.get(1)
            }
        repeat(length?.toInt() ?: 0) { input.read() }
        return lines.joinToString("\n")
    }

    override fun close() {
        listener.close()
        open.forEach { it.close() }
    }

    /** One request that has arrived whole. */
    internal class Exchange(
        val number: Int,
        private val socket: Socket,
    ) {
        fun say(text: String) = say(text.toByteArray())

        fun say(bytes: ByteArray) = socket.getOutputStream().write(bytes)

        fun reply(
            status: String,
            body: String,
            headers: String = "",
        ) = say("HTTP/1.1 $status\r\nContent-Length: ${body.length}\r\n$headers\r\n$body")

        /** Without a word, and without the usual farewell. */
        fun reset() {
            socket.setSoLinger(true, 0)
            socket.close()
        }

        fun close() = socket.close()

        /** Ends in the middle of what it says. */
        fun cut(after: String) {
            say(after)
            close()
        }

        /** Never comes to an end. */
        fun babble() {
            say("HTTP/1.1 200 OK\r\n\r\n")
            while (true) say("x".repeat(512))
        }
    }

    companion object {
        const val BACKLOG: Int = 16
        val HERE: InetAddress = InetAddress.getByName("127.0.0.1")
    }
}
