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

/** The arguments are what the calls begin with that are run; each must have a case. */
fun main(arguments: Array<String>): Unit = runBlocking {
    fun areaOf(case: JsonObject) = arguments.find { case.text("call").orEmpty().startsWith(it) }
    val cases = read(File(System.getenv("DGSPAY_TESTS"))).filter { areaOf(it) != null }
    val missing = arguments.toSet() - cases.mapNotNull(::areaOf).toSet()
    check(missing.isEmpty()) { "no vector of $missing" }
    val failed = runAll(cases.map(::withoutAttempt), "android") { runVector(it) }
    exitProcess(if (failed > 0) 1 else 0)
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
