// One library in a fresh process: until there is a client of it, until its first call has ended, and the memory then.

package bench

import kotlinx.coroutines.runBlocking
import java.io.File

internal fun main(arguments: Array<String>) {
    val (name, brief) = arguments
    // Everybody's request is read and written by Jackson: that it is loaded is nobody's merit.
    val order = Order(json.readTree(brief))
    check(order.written().isNotEmpty() && order.read("""{"dgs_reference":"none"}""".toByteArray()) == "none")
    val began = System.nanoTime()
    val call: suspend () -> String =
        when (name) {
            "dgspay" -> dgspay(order)
            "okhttp" -> okhttpBlocking(order).let { blocking -> { blocking() } }
            "jdk" -> jdk(order)
            "ktor" -> ktor(order)
            else -> error(name)
        }
    val loaded = System.nanoTime()
    order.check(runBlocking { call() })
    val told =
        mapOf(
            "load_us" to (loaded - began) / 1e3,
            "first_call_us" to (System.nanoTime() - began) / 1e3,
            "resident_kb" to
                File("/proc/self/status")
                    .readLines()
                    .first { it.startsWith("VmRSS:") }
                    .filter(Char::isDigit)
                    .toLong(),
        )
    println(json.writeValueAsString(told))
    System.exit(0)
}
