package consumer

import java.net.InetAddress
import java.net.ServerSocket
import java.net.Socket
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread

/** A server that reads requests and says nothing until it is told to. */
class SilentServer : AutoCloseable {
    private val listener = ServerSocket(0, 200, InetAddress.getLoopbackAddress())
    private val arrived = LinkedBlockingQueue<Request>()
    val seen = CopyOnWriteArrayList<Request>()
    val url = "http://127.0.0.1:${listener.localPort}"

    init {
        thread(isDaemon = true) {
            while (!listener.isClosed) {
                val socket = runCatching { listener.accept() }.getOrNull() ?: break
                thread(isDaemon = true) { runCatching { serve(socket) } }
            }
        }
    }

    private fun serve(socket: Socket) {
        val input = socket.getInputStream().buffered()
        val head = StringBuilder()
        while (!head.endsWith("\r\n\r\n")) head.append(input.read().also { check(it >= 0) }.toChar())
        val length =
            Regex("(?i)content-length: (\\d+)")
                .find(head)
                ?.groupValues
                ?.get(1)
                ?.toInt() ?: 0
        val request = Request("$head", input.readNBytes(length).decodeToString(), socket)
        seen += request
        arrived += request
    }

    /** The next request, once it is complete. */
    fun next(): Request = checkNotNull(arrived.poll(10, TimeUnit.SECONDS)) { "no request within 10 s" }

    override fun close(): Unit = listener.close()

    class Request(val head: String, val body: String, private val socket: Socket) {
        /** Whether the client hangs up within this time. */
        fun isGivenUpWithin(milliseconds: Int): Boolean {
            socket.soTimeout = milliseconds
            return runCatching { socket.getInputStream().read() == -1 }.getOrDefault(false)
        }

        fun answer(json: String) {
            val head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${json.length}\r\n\r\n"
            socket.getOutputStream().run {
                write((head + json).encodeToByteArray())
                flush()
            }
        }
    }
}
