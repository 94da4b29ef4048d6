package io.github.dgspay.internal

import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir
import java.io.File
import java.security.KeyStore
import javax.net.ssl.KeyManagerFactory
import javax.net.ssl.SSLContext
import kotlin.time.Duration.Companion.seconds

/** Encrypted connections: the system says whom to trust, and nothing is sent to anybody else. */
class TlsTest {
    @TempDir
    lateinit var folder: File

    private val certificate get() = folder.resolve("server.p12")

    /** A server with a certificate of its own making, for this name or address. */
    private fun server(name: String): FaultyServer {
        val what = "-genkeypair -alias server -dname CN=server -keyalg EC -ext san=$name -storepass $PASSWORD -keystore"
        val keytool = listOf("${System.getProperty("java.home")}/bin/keytool") + what.split(' ') + "$certificate"
        assertEquals(0, ProcessBuilder(keytool).inheritIO().start().waitFor())
        val keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm())
        keys.init(KeyStore.getInstance(certificate, PASSWORD.toCharArray()), PASSWORD.toCharArray())
        val tls = SSLContext.getInstance("TLS").apply { init(keys.keyManagers, null, null) }
        val listener = tls.serverSocketFactory.createServerSocket(0, FaultyServer.BACKLOG, FaultyServer.HERE)
        return FaultyServer(listener) { reply("200 OK", "{}") }
    }

    /** As a person does who installs it on a device. */
    private fun trust() {
        System.setProperty(TRUSTED, "$certificate")
        System.setProperty(TRUSTED + "Password", PASSWORD)
    }

    @AfterEach
    fun `nobody trusts it any more`() {
        System.clearProperty(TRUSTED)
        System.clearProperty(TRUSTED + "Password")
    }

    /** It reads whom to trust when it is made. */
    private fun transport() = OkHttpTransport(TransportLimits(5_000, 60_000, 1_000))

    private fun OkHttpTransport.send(
        server: FaultyServer,
        permit: Permit = Permit(),
    ): NativeAnswer =
        runBlocking {
            val url = "https://127.0.0.1:${server.port}"
            withTimeout(10.seconds) { send(NativeRequest("POST", url, emptyList(), "{}".toByteArray(), true), permit) }
        }

    private fun assertRefuses(server: FaultyServer) {
        val permit = Permit()
        val broken = assertThrows(NativeTransportException.Broken::class.java) { transport().send(server, permit) }
        assertEquals(Breakage.TLS_REFUSED, broken.reason)
        assertEquals(listOf(0, 0), listOf(permit.asked.get(), server.requests))
    }

    @Test
    fun `a server that the system trusts gets each request once, on one connection`() {
        server("ip:127.0.0.1").use { server ->
            trust()
            val transport = transport()
            repeat(3) { assertEquals(200, transport.send(server).status) }
            assertEquals(listOf(3, 1), listOf(server.requests, server.connections))
        }
    }

    @Test
    fun `a server that nobody vouches for gets nothing`() {
        server("ip:127.0.0.1").use { assertRefuses(it) }
    }

    @Test
    fun `a server with the certificate of another gets nothing`() {
        server("dns:pay.example").use { server ->
            trust()
            assertRefuses(server)
        }
    }

    private companion object {
        const val TRUSTED = "javax.net.ssl.trustStore"
        const val PASSWORD = "for-this-test"
    }
}
