package shop

import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.io.ByteArrayInputStream
import java.io.DataInputStream
import java.io.File
import java.util.zip.ZipInputStream

/** What is in the two packages, and what must not be in the one that customers install. */
class ContentsTest {
    private val customers = Package("dgspay-android")
    private val device = Package("dgspay-android-device")

    /** An AAR of dist/maven, taken apart. */
    private class Package(val name: String) {
        private val folder = repository.resolve("$name/0.1.0")
        val entries = unpacked(folder.resolve("$name-0.1.0.aar").readBytes())
        val classes = unpacked(entries.getValue("classes.jar")).filterKeys { it.endsWith(".class") }
        val words = classes.mapValues { (_, bytes) -> constants(bytes) }
        val libraries = entries.filterKeys { it.endsWith(".so") }
        val pom = folder.resolve("$name-0.1.0.pom").readText()

        fun text(entry: String) = entries.getValue(entry).decodeToString()

        /** Every place in which a class names such a thing: itself, a parameter, a type, a text. */
        fun found(thing: Regex): List<String> =
            words.flatMap { (place, words) -> words.filter { thing in it }.map { "$place: $it" } }

        /** The same for the readable text of the libraries; each name that they import is a text of its own. */
        fun foundInLibraries(thing: Regex): List<String> = foundIn(libraries, thing)
    }

    @Test
    fun `each has what an Android library has, and nothing else`() {
        for (library in listOf(customers, device)) {
            val so = "lib${library.name.replace('-', '_')}.so"
            val expected =
                setOf("AndroidManifest.xml", "classes.jar", "R.txt", "proguard.txt") +
                    listOf(
                        "com/android/build/gradle/aar-metadata.properties",
                        "LICENSE-APACHE",
                        "LICENSE-MIT",
                        "how-built.txt",
                    )
                        .map { "META-INF/$it" } +
                    listOf("arm64-v8a", "armeabi-v7a", "x86_64").map { "jni/$it/$so" }
            assertEquals(expected, library.entries.keys)
            assertTrue("Built with" in library.text("META-INF/how-built.txt"))
            assertTrue(library.classes.keys.all { it.startsWith("io/github/dgspay/") }, "${library.classes.keys}")
            assertTrue("<packaging>aar</packaging>" in library.pom && "published-with-gradle-metadata" in library.pom)
        }
        assertTrue("""minSdkVersion="24"""" in customers.text("AndroidManifest.xml"))
        assertTrue("""minSdkVersion="26"""" in device.text("AndroidManifest.xml"))
    }

    @Test
    fun `sources and documentation lie beside each`() {
        for (name in listOf("dgspay-android", "dgspay-android-device", "dgspay")) {
            fun names(classifier: String) =
                unpacked(repository.resolve("$name/0.1.0/$name-0.1.0-$classifier.jar").readBytes()).keys
            assertTrue("io/github/dgspay/CardEncryptor.kt" in names("sources"), name)
            val pages = names("javadoc")
            assertTrue("index.html" in pages && pages.any { "/-card-encryptor/" in it }, "$name: $pages")
        }
    }

    @Test
    fun `customers' apps get no key, no network and no webhook, neither in classes nor in libraries`() {
        val forbidden =
            mapOf(
                "a key" to Regex("(?i)api.?key|account.?number|bearer|sk_live_|KeyProvider"),
                "webhooks" to Regex("(?i)webhook|hmac.?vector|X-DGS-|X-RohoPay"),
                "a network" to Regex("(?i)okhttp|java/net/|javax/net|android/net|https?://|\\bHTTP/1|transport"),
                "clients" to Regex("DgsPayClient|RohoPay|Charges\\b|Disbursements|PaymentLinks"),
            )
        for ((what, words) in forbidden) {
            assertEquals(emptyList<String>(), customers.found(words), "$what in classes of customers' apps")
            assertTrue(device.found(words).isNotEmpty(), "the control: a device has $what, and it is not found")
        }
        val requests = Regex("(?i)x-dgs-(api|account)|/generation/v2|idempotency-key|user-agent|rohopay_api_key")
        assertEquals(emptyList<String>(), customers.foundInLibraries(requests))
        assertTrue(device.foundInLibraries(requests).isNotEmpty(), "the control")
        val sockets = Regex("^(socket|connect|getaddrinfo|sendto|recvfrom)$|rustls|reqwest")
        for (library in listOf(customers, device)) assertEquals(emptyList<String>(), library.foundInLibraries(sockets))
        val server = repository.resolve("dgspay/0.1.0/dgspay-0.1.0.jar").readBytes()
        val ofServer = unpacked(server).filterKeys { it.endsWith(".so") }
        assertTrue(foundIn(ofServer, sockets).isNotEmpty(), "the control: the library for servers has a network")
        assertTrue("android.permission.INTERNET" !in customers.text("AndroidManifest.xml"))
        assertTrue("android.permission.INTERNET" in device.text("AndroidManifest.xml"))
        assertTrue("okhttp" !in customers.pom && "okhttp" in device.pom)
    }

    @Test
    fun `what is public for Kotlin alone takes nothing with a secret name either`() {
        val words = Regex("(?i)secret|token|password")
        val known = Regex("ErrorInfo|DgsPayException|CardEncryptor")
        val others = { library: Package -> library.found(words).filterNot { known in it.substringBefore(':') } }
        assertEquals(emptyList<String>(), others(customers))
        assertTrue(others(device).any { "/Webhook" in it }, "the control: a device verifies webhooks, with secrets")
    }
}

private val repository = File(System.getProperty("repository"), "io/github/dgspay")

/** Where the readable text of libraries names such a thing. */
private fun foundIn(libraries: Map<String, ByteArray>, thing: Regex): List<String> =
    libraries.flatMap { (place, bytes) ->
        READABLE
            .findAll(bytes.toString(Charsets.ISO_8859_1))
            .mapNotNull { thing.find(it.value) }
            .map { "$place: ${it.value}" }
            .toList()
    }

private val READABLE = Regex("[\\x20-\\x7e]{4,}")

private fun unpacked(archive: ByteArray): Map<String, ByteArray> {
    val zip = ZipInputStream(ByteArrayInputStream(archive))
    return generateSequence { zip.nextEntry }.filter { !it.isDirectory }.associate { it.name to zip.readBytes() }
}

/** Every text in a class file: names of classes, members and parameters, what Kotlin remembers of them, and literals. */
private fun constants(classFile: ByteArray): List<String> {
    val input = DataInputStream(ByteArrayInputStream(classFile))
    input.skipBytes(8)
    val texts = mutableListOf<String>()
    val count = input.readUnsignedShort()
    var place = 1
    while (place < count) {
        when (val tag = input.readUnsignedByte()) {
            1 -> texts += input.readUTF()
            3, 4, 9, 10, 11, 12, 17, 18 -> input.skipBytes(4)
            5, 6 -> input.skipBytes(8).also { place++ }
            7, 8, 16, 19, 20 -> input.skipBytes(2)
            15 -> input.skipBytes(3)
            else -> error("a class file has no constant of kind $tag")
        }
        place++
    }
    return texts
}
