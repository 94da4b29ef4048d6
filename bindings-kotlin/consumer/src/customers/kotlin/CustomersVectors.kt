// The vectors of what customers' apps have, run on the classes of that package.

package consumer

import com.google.gson.JsonElement
import com.google.gson.JsonObject
import io.github.dgspay.CardEncryptor
import io.github.dgspay.NonceFormat
import kotlinx.coroutines.runBlocking
import java.io.File
import kotlin.system.exitProcess

/** Where the library keeps what is public nowhere. */
val INTERNALS = listOf("BorderKt")

/** What the calls begin with that customers' apps have. */
private val CALLS = listOf("card.", "card_entry.", "fees.", "money.", "phone.", "internal.panic", "internal.seal")

/** The arguments are what the calls begin with that are run; without any, all that there are. */
fun main(arguments: Array<String>): Unit = runBlocking {
    val failed = runVectors(File(System.getenv("DGSPAY_TESTS")), arguments.asList().ifEmpty { CALLS })
    exitProcess(if (failed > 0) 1 else 0)
}

/** Runs the vectors in a folder and says how many have failed. Of each kind of call there must be one. */
suspend fun runVectors(folder: File, calls: List<String> = CALLS): Int {
    fun kindOf(case: JsonObject) = calls.find { case.text("call").orEmpty().startsWith(it) }
    val cases = read(folder).filter { kindOf(it) != null }
    val missing = calls - cases.mapNotNull(::kindOf).toSet()
    check(missing.isEmpty()) { "no vector of $missing" }
    return runAll(cases.map(::withoutAttempt), "android") { runVector(it) }
}

/** Here nothing is ever sent: what panics is no call that was attempted once. */
private fun withoutAttempt(case: JsonObject): JsonObject {
    if (case.text("call") != "internal.panic") return case
    return case.deepCopy().also { it["expect"].asJsonObject["error"].asJsonObject.addProperty("attempts", 0) }
}

fun vectorOfServices(call: String, input: JsonObject): Any? = error("customers' apps have no $call of $input")

/** There are no such values here. */
fun ofServices(@Suppress("unused") value: Any): JsonElement? = null

fun panic(): Any? = internal("panicNow")

fun encryptor(key: String?, format: NonceFormat?) = CardEncryptor(key.orEmpty(), format)
