package consumer

import com.google.gson.*
import io.github.dgspay.DgsPayException
import kotlinx.coroutines.withTimeout
import java.io.File
import kotlin.time.Duration.Companion.minutes

/** All cases of a folder and those inside it. */
fun read(folder: File): List<JsonObject> =
    folder.walk().filter { it.extension == "json" }.sorted().toList().flatMap { file ->
        val content = JsonParser.parseString(file.readText()).asJsonObject
        content["cases"].asJsonArray.map { it.asJsonObject }
    }

/** Runs the cases, writes a line about each into the report, and says how many have failed. */
suspend fun runAll(cases: List<JsonObject>, language: String, run: suspend (JsonObject) -> String?): Int {
    val report = System.getenv("DGSPAY_REPORT")?.let { File(it).printWriter() }
    var failed = 0
    for (case in cases) {
        val detail =
            try {
                withTimeout(1.minutes) { run(case) }
            } catch (failure: Exception) {
                "$failure"
            }
        if (detail != null) println("FAILED ${case.text("id")}: $detail").also { failed++ }
        val result = if (detail == null) "pass" else "fail"
        val named = mapOf("id" to case.text("id"), "language" to language)
        report?.println(plain(named + mapOf("result" to result, "detail" to detail.orEmpty())))
    }
    report?.close()
    println("conformance, $language: ${cases.size - failed} passed, $failed failed")
    return failed
}

/** Why a vector has failed, if it has. */
suspend fun runVector(case: JsonObject): String? =
    difference(case["expect"], outcome { vector(case.text("call")!!, case["input"].asJsonObject) })

/** What a call gives or throws. */
suspend fun outcome(call: suspend () -> Any?): JsonElement = try {
    plain(mapOf("ok" to call()))
} catch (error: DgsPayException) {
    plain(mapOf("error" to error))
}

fun JsonObject.text(name: String): String? = (this[name] as? JsonPrimitive)?.asString

fun JsonObject.number(name: String): Int? = (this[name] as? JsonPrimitive)?.asInt
