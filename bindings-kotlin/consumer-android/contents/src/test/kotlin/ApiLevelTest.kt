package shop

import org.codehaus.mojo.animal_sniffer.SignatureChecker
import org.codehaus.mojo.animal_sniffer.logging.PrintWriterLogger
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.ByteArrayOutputStream
import java.io.File
import java.io.PrintStream
import java.util.zip.ZipFile

/** The classes use nothing that is newer than the Android that the packages say they run on. */
class ApiLevelTest {
    private val gathered = File(System.getProperty("aar"))

    /** Every class, method and field that an Android of this level has not. */
    private fun unknown(classes: File, level: String): List<String> {
        val said = ByteArrayOutputStream()
        File(System.getProperty("api.$level")).inputStream().use { signatures ->
            val checker = SignatureChecker(signatures, OTHERS, PrintWriterLogger(PrintStream(said)))
            checker.setAnnotationTypes(emptyList())
            checker.setSourcePath(emptyList())
            checker.process(classes)
        }
        return said.toString().lines().filter { "Undefined reference" in it }
    }

    @Test
    fun `the oldest Android that the manifest names has all that the classes use`() {
        for (name in listOf("dgspay-android", "dgspay-android-device")) {
            val manifest = gathered.resolve("$name/AndroidManifest.xml").readText()
            val level = Regex("""minSdkVersion="(\d+)"""").find(manifest)!!.groupValues[1]
            assertEquals(emptyList<String>(), unknown(gathered.resolve("$name/classes.jar"), level), name)
        }
    }

    @Test
    fun `what is newer is found`() {
        val found = unknown(gathered.resolve("dgspay-android-device/classes.jar"), "24")
        assertTrue(found.isNotEmpty() && found.all { "java.time." in it }, "$found")
    }

    @Test
    fun `nor does JNA, but for what it has for desktops`() {
        val jna = File.createTempFile("jna", ".jar").apply { deleteOnExit() }
        ZipFile(gathered.resolveSibling("fetched/jna.aar")).use { aar ->
            jna.outputStream().use { aar.getInputStream(aar.getEntry("classes.jar")).copyTo(it) }
        }
        val found = unknown(jna, "24")
        assertTrue(found.isNotEmpty() && found.all { "java.awt." in it }, "$found")
    }
}

/** What no Android brings, but the app itself. */
private val OTHERS =
    setOf("io.github.dgspay", "kotlin", "kotlinx", "com.sun.jna", "okhttp3", "okio").mapTo(HashSet()) { "$it.*" }
