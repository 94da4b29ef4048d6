package io.github.dgspay.internal

import com.sun.jna.CallbackThreadInitializer
import com.sun.jna.Native
import io.github.dgspay.DgsPayException
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
import java.util.concurrent.CompletableFuture

/** Work that no caller's scope may cancel. Its threads are daemons: they keep no JVM alive. */
private val detached = CoroutineScope(SupervisorJob() + Dispatchers.Default + CoroutineName("dgspay"))

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

/** The signature behind `Webhook`, with a key of any bytes: for published vectors. */
internal fun hmacForTests(
    key: ByteArray,
    message: ByteArray,
): ByteArray = native { hmacVector(key, message) }
