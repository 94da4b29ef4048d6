package io.github.dgspay.internal

import com.sun.jna.CallbackThreadInitializer
import com.sun.jna.Native
import io.github.dgspay.DgsPayException
import io.github.dgspay.ErrorInfo
import io.github.dgspay.InternalException
import io.github.dgspay.Outcome
import io.github.dgspay.errorFrom
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineName
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.async
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.future.future
import kotlinx.coroutines.withContext
import java.math.BigDecimal
import java.nio.charset.CharacterCodingException
import java.util.concurrent.CompletableFuture

/** Work that no caller's scope may cancel. Its threads are daemons: they keep no JVM alive. */
private val detached = CoroutineScope(SupervisorJob() + Dispatchers.Default + CoroutineName("dgspay"))

/** Runs a native call. Whatever it throws comes out as a [DgsPayException]; cancellation stays what it is. */
internal inline fun <T> native(
    panicked: Mishap = Mishap.PANICKED,
    call: () -> T,
): T =
    try {
        call()
    } catch (failure: Throwable) {
        throw translated(failure, panicked)
    }

internal fun translated(
    failure: Throwable,
    panicked: Mishap,
): Throwable =
    when (failure) {
        // Without a cause: the native exception says nothing more, and its text would bring the answer's body into logs.
        is NativeException.Failed -> errorFrom(failure.info.inKotlin())

        is io.github.dgspay.internal.InternalException -> errorFrom(describe(panicked), failure)

        is CharacterCodingException -> errorFrom(describe(Mishap.NOT_UNICODE), failure)

        is LinkageError -> notLoaded(failure)

        else -> failure
    }

/** The core names arguments in snake case; here they are called otherwise. */
private fun ErrorInfo.inKotlin(): ErrorInfo =
    copy(field = field?.replace(Regex("_([a-z0-9])")) { it.groupValues[1].uppercase() })

/** The one error that the core cannot write, because it is not there. */
private fun notLoaded(failure: LinkageError): DgsPayException {
    val platform = System.getProperty("os.name") + " on " + System.getProperty("os.arch")
    val message =
        "The native library of dgspay could not be loaded (this is $platform; the package is for Linux on amd64). " +
            "The cause says why. Nothing was sent. [not_executed, 0 attempts]"
    val info = ErrorInfo("internal", "InternalError", message, Outcome.NOT_EXECUTED, attempts = 0)
    return InternalException(info, failure)
}

/**
 * Runs a native call that moves no money; if the caller is cancelled, it is given up. The core's own threads never run
 * the caller's code, not even that of a coroutine without a dispatcher: they are few, and it may block.
 */
internal suspend fun <T> reading(call: suspend () -> T): T = withContext(Dispatchers.Default) { native { call() } }

/**
 * Runs a native call that moves money or changes something else. It is never dropped half-way: if the caller is cancelled,
 * the waiting ends but the call does not, and what is known then is attached to the cancellation as a suppressed
 * exception. An answer that was just in time is not thrown away.
 */
internal suspend fun <T> acting(
    panicked: Mishap,
    call: suspend (Patience) -> T,
): T {
    currentCoroutineContext().ensureActive()
    return Patience().use { patience ->
        val running = detached.async { native(panicked) { call(patience) } }
        try {
            running.await()
        } catch (cancellation: CancellationException) {
            patience.end()
            try {
                withContext(NonCancellable) { running.await() }
            } catch (known: DgsPayException) {
                cancellation.addSuppressed(known)
                throw cancellation
            }
        }
    }
}

/**
 * Keeps the core's threads attached to the JVM, as daemons, once they have called back. JNA would detach them after every
 * call, and print a line if the JVM ends at that moment.
 */
internal fun keepThreadsAttached() =
    Native.setCallbackThreadInitializer(
        uniffiRustFutureContinuationCallbackImpl,
        CallbackThreadInitializer(true, false, "dgspay"),
    )

/** The form that Java waits for. Cancelling the future cancels the coroutine. */
internal fun <T> later(call: suspend () -> T): CompletableFuture<T> = detached.future { call() }

/** Ends with the panic that tests plant. */
internal fun panicLater(): CompletableFuture<Unit> = later { reading { panicForTests() } }

/** The cipher behind `CardEncryptor`, with every input given: for published vectors. */
internal fun sealForTests(
    key: ByteArray,
    nonce: ByteArray,
    associated: ByteArray,
    plaintext: ByteArray,
): ByteArray = native { sealVector(key, nonce, associated, plaintext) }

/** The signature behind `Webhook`, with a key of any bytes: for published vectors. */
internal fun hmacForTests(
    key: ByteArray,
    message: ByteArray,
): ByteArray = native { hmacVector(key, message) }

/**
 * A number as plain digits for the core. An exponent of a billion would be written out with a billion zeros: such a number
 * crosses as it stands, and is refused.
 */
internal fun BigDecimal.written(): String = if (scale() in -100..100) toPlainString() else toString()
