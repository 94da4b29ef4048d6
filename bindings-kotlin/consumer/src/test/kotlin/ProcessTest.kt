package consumer

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.RepeatedTest
import org.junit.jupiter.api.RepetitionInfo
import org.junit.jupiter.api.Test
import java.io.File
import java.lang.reflect.InvocationTargetException
import java.net.URLClassLoader
import kotlin.concurrent.thread

/** A JVM that loads the library, and one that leaves it. */
class ProcessTest {
    @RepeatedTest(20)
    fun `a JVM ends with calls on their way`(repetition: RepetitionInfo) {
        SilentServer().use { server ->
            val way = if (repetition.currentRepetition % 2 == 0) "exit" else "return"
            val quickly = listOf("-XX:TieredStopAtLevel=1")
            assertEquals(Ended(0, "leaving\n"), java("consumer.Leaving", server.url, way, options = quickly))
        }
    }

    @Test
    fun `the library prints nothing of its own`() {
        val url = Sandbox.ready["dgs"].asJsonObject.text("base_url")!!
        val loud = mapOf("RUST_LOG" to "trace")
        assertEquals(Ended(0, "done: key_refused\n"), java("consumer.QuietKt", url, environment = loud))
    }

    @Test
    fun `secrets that are not given come from the environment`() {
        val secrets =
            mapOf(
                "DGSPAY_WEBHOOK_SECRET" to "the_old_secret, the_new_secret",
                "ROHOPAY_WEBHOOK_SECRET" to "rohopays_secret",
                "DGSPAY_ENCRYPTION_KEY" to "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
            )
        fun found(index: Int) =
            listOf("Webhook(): $index", "Webhook.fromEnv(): $index", "Webhook(emptyList()): invalid_secret") +
                listOf("CardEncryptor(): 12", "CardEncryptor.fromEnv(): 24")
        val missing = found(0).map { if ("Webhook(e" in it) it else it.substringBefore(':') + ": missing_credential" }
        fun said(environment: Map<String, String>, secret: String = "the_new_secret") =
            java("consumer.Surroundings", secret, environment = environment)
        assertEquals(Ended(0, found(1).joinToString("") { "$it\n" }), said(secrets))
        assertEquals(Ended(0, found(2).joinToString("") { "$it\n" }), said(secrets, "rohopays_secret"))
        assertEquals(Ended(0, missing.joinToString("") { "$it\n" }), said(emptyMap()))
    }

    @Test
    fun `a library that cannot be loaded is a typed error, every time`() {
        val missing = listOf("-Duniffi.component.dgspay.libraryOverride=/nowhere/libdgspay_kotlin.so")
        val said = "InternalException not_executed true\n"
        assertEquals(Ended(0, said + said), java("consumer.Unloaded", "5000", options = missing))
        assertEquals(Ended(0, "RWF 5,000\nRWF 5,000\n"), java("consumer.Unloaded", "5000"), "the control")
    }

    @Test
    fun `two class loaders work side by side`() {
        val path = System.getProperty("java.class.path").split(File.pathSeparator).map { File(it).toURI().toURL() }
        val loaders = List(2) { URLClassLoader(path.toTypedArray(), ClassLoader.getPlatformClassLoader()) }
        val found = arrayOfNulls<String>(2)
        val threads =
            loaders.mapIndexed { place, loader ->
                thread {
                    val money =
                        loader
                            .loadClass(
                                "io.github.dgspay.Money",
                            ).getMethod("of", String::class.java, String::class.java)
                    repeat(1_000) { found[place] = "${money.invoke(null, "$it", "RWF")}" }
                    try {
                        money.invoke(null, "0.5", "RWF")
                    } catch (failure: InvocationTargetException) {
                        found[place] += " ${failure.targetException::class.simpleName}"
                    }
                }
            }
        threads.forEach { it.join() }
        assertEquals(List(2) { "RWF 999 ValidationException" }, found.toList())
        loaders.forEach { it.close() }
    }
}
