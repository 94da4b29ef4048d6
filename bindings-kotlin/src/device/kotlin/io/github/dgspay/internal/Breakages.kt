package io.github.dgspay.internal

import java.io.EOFException
import java.net.ConnectException
import java.net.NoRouteToHostException
import java.net.ProtocolException
import java.net.SocketException
import java.net.SocketTimeoutException
import java.net.UnknownHostException
import javax.net.ssl.SSLHandshakeException
import javax.net.ssl.SSLPeerUnverifiedException

/** What a failure is called in the core's sentences. What it means for the money, the core knows by itself. */
internal fun breakage(failure: Throwable): Breakage =
    generateSequence(failure) { it.cause }.take(DEEPEST).firstNotNullOfOrNull(::named) ?: Breakage.TRANSPORT_FAILED

/** A chain of causes that is longer says nothing more, and may be a ring. */
private const val DEEPEST = 8

private fun named(failure: Throwable): Breakage? =
    when (failure) {
        is SocketTimeoutException -> Breakage.TIMED_OUT
        is SSLHandshakeException, is SSLPeerUnverifiedException -> Breakage.TLS_REFUSED
        is UnknownHostException -> Breakage.NO_CONNECTION
        is NoRouteToHostException -> Breakage.NETWORK_UNREACHABLE
        is EOFException, is ProtocolException -> Breakage.CONNECTION_CLOSED
        is SocketException -> told(failure)
        else -> null
    }

/** Java has one class for many reasons; a connection that did not come about may tell its own in the cause. */
private fun told(failure: SocketException): Breakage? {
    fun says(vararg words: String) = words.any { failure.message.orEmpty().contains(it, ignoreCase = true) }
    return when {
        says("refused") -> Breakage.CONNECTION_REFUSED
        says("unreachable") -> Breakage.NETWORK_UNREACHABLE
        says("timed out") -> Breakage.TIMED_OUT
        says("reset", "broken pipe") -> Breakage.CONNECTION_RESET
        says("closed") -> Breakage.CONNECTION_CLOSED
        failure is ConnectException && failure.cause == null -> Breakage.NO_CONNECTION
        else -> null
    }
}
