// The conformance suite in Kotlin, on the public layer (`tests/README.md` is the contract).

package consumer

import com.google.gson.*
import io.github.dgspay.*
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import java.io.File
import kotlin.system.exitProcess
import kotlin.time.Duration.Companion.minutes

fun main(): Unit = runBlocking {
    val tests = File(System.getenv("DGSPAY_TESTS"))
    val sandbox = System.getenv("DGSPAY_READY")?.let { Control(JsonParser.parseString(it).asJsonObject) }
    val report = System.getenv("DGSPAY_REPORT")?.let { File(it).printWriter() }
    val cases =
        read(tests.resolve("vectors")) + if (sandbox == null) emptyList() else read(tests.resolve("scenarios"))
    var failed = 0
    for (case in cases) {
        val detail =
            try {
                withTimeout(1.minutes) { run(case, sandbox) }
            } catch (failure: Exception) {
                "$failure"
            }
        if (detail != null) println("FAILED ${case.text("id")}: $detail").also { failed++ }
        val result = if (detail == null) "pass" else "fail"
        val named = mapOf("id" to case.text("id"), "language" to "kotlin")
        report?.println(plain(named + mapOf("result" to result, "detail" to detail.orEmpty())))
    }
    report?.close()
    println("conformance, kotlin: ${cases.size - failed} passed, $failed failed")
    exitProcess(if (failed > 0) 1 else 0)
}

private fun read(folder: File): List<JsonObject> =
    folder.walk().filter { it.extension == "json" }.sorted().toList().flatMap { file ->
        val content = JsonParser.parseString(file.readText()).asJsonObject
        content["cases"].asJsonArray.map { it.asJsonObject }
    }

private suspend fun run(case: JsonObject, sandbox: Control?): String? = when (val call = case.text("call")) {
    null -> Scenario(case, checkNotNull(sandbox)).play()
    else -> difference(case["expect"], outcome { vector(call, case["input"].asJsonObject) })
}

/** What a call gives or throws. */
suspend fun outcome(call: suspend () -> Any?): JsonElement = try {
    plain(mapOf("ok" to call()))
} catch (error: DgsPayException) {
    plain(mapOf("error" to error))
}

fun JsonObject.text(name: String): String? = (this[name] as? JsonPrimitive)?.asString

fun JsonObject.number(name: String): Int? = (this[name] as? JsonPrimitive)?.asInt
