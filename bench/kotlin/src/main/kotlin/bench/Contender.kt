// A contender on the JVM: reads what it is to do, says that it can, and then takes its turns.

package bench

import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.ObjectMapper
import com.sun.management.OperatingSystemMXBean
import java.lang.management.ManagementFactory
import kotlin.math.ceil

/** Reads and writes what the contenders and the benchmark say to each other, and what the peers send and are answered. */
internal val json = ObjectMapper()

private val system = ManagementFactory.getOperatingSystemMXBean() as OperatingSystemMXBean

/** What a contender can do. */
internal class Prepared(
    val version: String,
    /** Works for so many seconds with so much in flight. */
    val turn: (seconds: Double, inFlight: Int) -> Done,
)

/** What was done in a turn. */
internal sealed interface Done {
    /** How long each call took, in nanoseconds. */
    class Timed(
        val times: LongArray,
    ) : Done

    /** How many there were, of what is too short to be timed one by one. */
    class Counted(
        val count: Long,
    ) : Done
}

internal fun main() {
    val task = json.readTree(readln())
    val name = task["contender"].textValue()
    val prepared =
        when (val what = task["task"].textValue()) {
            "calls" -> prepareCalls(name, task)
            "webhook" -> prepareWebhooks(name, task)
            "card" -> prepareCards(name, task)
            else -> error(what)
        }
    say(mapOf("version" to prepared.version))
    generateSequence(::readlnOrNull).forEach { line ->
        val wanted = json.readTree(line)
        // What all threads of this process have used, the compiler's and the collector's included.
        val before = system.processCpuTime
        val done = prepared.turn(wanted["seconds"].doubleValue(), wanted["in_flight"].intValue())
        val spent = system.processCpuTime - before
        say(mapOf("cpu_us" to spent / 1e3) + figures(done))
    }
    // Some clients' threads are no daemons.
    System.exit(0)
}

private fun figures(done: Done): Map<String, Any> =
    when (done) {
        is Done.Counted -> mapOf("count" to done.count)

        is Done.Timed -> {
            val times = done.times.apply { sort() }
            val tail = { share: Double -> times.getOrElse(ceil(times.size * share).toInt() - 1) { 0L } / 1e3 }
            mapOf("count" to times.size, "p50_us" to tail(0.5), "p99_us" to tail(0.99))
        }
    }

private fun say(line: Map<String, Any>) {
    println(json.writeValueAsString(line))
    System.out.flush()
}

internal fun JsonNode.text(name: String): String = this[name].textValue()
