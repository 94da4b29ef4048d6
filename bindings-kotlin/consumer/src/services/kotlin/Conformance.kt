// The conformance suite in Kotlin, on the public layer (`tests/README.md` is the contract).

package consumer

import com.google.gson.JsonObject
import com.google.gson.JsonParser
import kotlinx.coroutines.runBlocking
import java.io.File
import kotlin.system.exitProcess

/** The argument is the language that the report is of: `kotlin`, or `android`. */
fun main(arguments: Array<String>): Unit = runBlocking {
    val tests = File(System.getenv("DGSPAY_TESTS"))
    val sandbox = System.getenv("DGSPAY_READY")?.let { Control(JsonParser.parseString(it).asJsonObject) }
    val cases =
        read(tests.resolve("vectors")) + if (sandbox == null) emptyList() else read(tests.resolve("scenarios"))
    val failed = runAll(cases, arguments.single()) { run(it, sandbox) }
    exitProcess(if (failed > 0) 1 else 0)
}

private suspend fun run(case: JsonObject, sandbox: Control?): String? =
    if ("call" in case.keySet()) runVector(case) else Scenario(case, checkNotNull(sandbox)).play()
