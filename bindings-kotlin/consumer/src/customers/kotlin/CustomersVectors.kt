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

/** What the calls begin with that are of values. */
private val AREAS = listOf("card.", "card_entry.", "fees.", "money.", "phone.", "internal.panic", "internal.seal")

fun main(): Unit = runBlocking {
    val ofValues = read(File(System.getenv("DGSPAY_TESTS"))).filter { case -> areaOf(case) != null }
    val missing = AREAS - ofValues.mapNotNull(::areaOf).toSet()
    check(missing.isEmpty()) { "no vector of $missing" }
    val failed = runAll(ofValues, "android") { runVector(it) }
    exitProcess(if (failed > 0) 1 else 0)
}

private fun areaOf(case: JsonObject) = AREAS.find { case.text("call").orEmpty().startsWith(it) }

fun vectorOfServices(call: String, input: JsonObject): Any? = error("customers' apps have no $call of $input")

/** There are no such values here. */
fun ofServices(@Suppress("unused") value: Any): JsonElement? = null

fun panic(): Any? = internal("panicNow")

fun encryptor(key: String?, format: NonceFormat?) = CardEncryptor(key.orEmpty(), format)
