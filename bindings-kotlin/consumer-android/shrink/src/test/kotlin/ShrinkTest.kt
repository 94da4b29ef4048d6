package shop

import com.android.tools.r8.ClassFileResourceProvider
import com.android.tools.r8.CompilationMode
import com.android.tools.r8.D8
import com.android.tools.r8.D8Command
import com.android.tools.r8.Diagnostic
import com.android.tools.r8.DiagnosticsHandler
import com.android.tools.r8.JdkClassFileProvider
import com.android.tools.r8.OutputMode
import com.android.tools.r8.R8
import com.android.tools.r8.R8Command
import com.android.tools.r8.origin.Origin
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.io.File
import java.net.ServerSocket
import java.nio.file.Path
import java.util.concurrent.TimeUnit.MINUTES
import kotlin.io.path.fileSize
import kotlin.io.path.walk

/** What Android's own tools make of the libraries: their classes dexed, and small apps shrunk and run. */
class ShrinkTest {
    @TempDir
    lateinit var folder: Path

    private val jdk = Path.of(System.getProperty("java.home"))

    /** What an app stands on, beside the library itself. */
    private fun others(library: String): List<Path> {
        val ofAll = listOf("kotlin-stdlib", "annotations", "jna")
        val ofDevices = listOf("kotlinx-coroutines-core", "okhttp", "okio")
        val names = if (library == "dgspay-android-device") ofAll + ofDevices else ofAll
        return System
            .getProperty("java.class.path")
            .split(File.pathSeparator)
            .map(Path::of)
            .filter { jar -> names.any { "${jar.fileName}".startsWith(it) } }
    }

    private fun aar(name: String) = Path.of(System.getProperty("aar"), name)

    /** Java's own classes but those for desktops, which Android has not. */
    private class WithoutDesktop(private val all: ClassFileResourceProvider) : ClassFileResourceProvider {
        override fun getClassDescriptors() = all.classDescriptors.filterTo(HashSet(), ::isThere)

        override fun getProgramResource(descriptor: String) =
            if (isThere(descriptor)) all.getProgramResource(descriptor) else null

        private fun isThere(descriptor: String) = !descriptor.startsWith("Ljava/awt/")
    }

    private class Remarks : DiagnosticsHandler {
        val warnings = mutableListOf<String>()

        override fun warning(warning: Diagnostic) {
            warnings += warning.diagnosticMessage
        }
    }

    @Test
    fun `the classes of both become Android's without a warning`() {
        for (name in listOf("dgspay-android", "dgspay-android-device")) {
            val remarks = Remarks()
            val output = folder.resolve(name).also { it.toFile().mkdir() }
            D8.run(
                D8Command
                    .builder(remarks)
                    .addProgramFiles(aar(name).resolve("classes.jar"))
                    .addClasspathFiles(others(name))
                    .addLibraryResourceProvider(JdkClassFileProvider.fromJdkHome(jdk))
                    .setMinApiLevel(24)
                    .setMode(CompilationMode.RELEASE)
                    .setOutput(output, OutputMode.DexIndexed)
                    .build(),
            )
            assertEquals(emptyList<String>(), remarks.warnings, name)
            println("$name: ${output.walk().sumOf { it.fileSize() }} bytes as dex")
        }
    }

    @Test
    fun `a customers' app works when it is shrunk with our rules, and does not without them`() {
        val printed = "RWF 5,250\nMTN\nRWF 4,850\n"
        val shrunk = run("dgspay-android", "shop.CustomerAppKt", hasRules = true)
        assertTrue(shrunk.startsWith(printed) && shrunk.endsWith("invalid_card pin\n0"), shrunk)
        assertTrue("[redacted]" in shrunk, shrunk)
        assertNotEquals("0", run("dgspay-android", "shop.CustomerAppKt", hasRules = false).lines().last())
    }

    @Test
    fun `a device's app works when it is shrunk with our rules`() {
        val nobody = "http://127.0.0.1:${ServerSocket(0).use { it.localPort }}"
        val shrunk = run("dgspay-android-device", "shop.DeviceAppKt", hasRules = true, nobody)
        val expected = "true connect_failed 1\nconnect_failed\npayment.success:dgs_1\n0"
        assertEquals(expected, shrunk)
    }

    /** What the shrunk app prints, and in the last line how it ended. */
    private fun run(library: String, main: String, hasRules: Boolean, vararg arguments: String): String {
        val jar = folder.resolve("$main-$hasRules.jar")
        // What our rules do not say of what is missing, the device's app says of OkHttp; without our rules all is silent.
        val silent = if (hasRules) OF_OKHTTP else "**"
        val entry = listOf("-keep class $main { public static void main(...); }", "-dontwarn $silent")
        val builder =
            R8Command
                .builder(Remarks())
                .addProgramFiles(listOf(aar(library).resolve("classes.jar"), app(main)) + others(library))
                .addLibraryResourceProvider(WithoutDesktop(JdkClassFileProvider.fromJdkHome(jdk)))
                .addProguardConfiguration(entry, Origin.unknown())
                .setMode(CompilationMode.RELEASE)
                .setOutput(jar, OutputMode.ClassFile)
        if (hasRules) builder.addProguardConfigurationFiles(aar(library).resolve("proguard.txt"))
        R8.run(builder.build())
        val native = System.getProperty("native") + "/lib${library.replace('-', '_')}.so"
        val command =
            listOf("$jdk/bin/java", "-Duniffi.component.dgspay.libraryOverride=$native", "-cp", "$jar", main) +
                arguments
        val output = folder.resolve("$main-$hasRules.txt").toFile()
        val process = ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output).start()
        assertTrue(process.waitFor(1, MINUTES), "no end")
        return output.readText() + process.exitValue()
    }

    /** The app's own class, and the others of its file, in a jar. */
    private fun app(main: String): Path {
        val classes = Path.of("target/classes")
        val jar = folder.resolve("$main.jar")
        val prefix = "shop/" + main.removePrefix("shop.").removeSuffix("Kt")
        java.util.zip.ZipOutputStream(jar.toFile().outputStream()).use { zip ->
            for (file in classes.walk().filter { "${classes.relativize(it)}".startsWith(prefix) }) {
                zip.putNextEntry(java.util.zip.ZipEntry("${classes.relativize(file)}"))
                zip.write(file.toFile().readBytes())
            }
        }
        return jar
    }

    private companion object {
        /** For Android, OkHttp brings such a rule itself. */
        const val OF_OKHTTP = "android.**,dalvik.**,org.bouncycastle.**,org.conscrypt.**,org.openjsse.**"
    }
}
