package io.github.dgspay.internal

import io.github.dgspay.DgsPayException
import io.github.dgspay.ErrorInfo
import io.github.dgspay.InternalException
import io.github.dgspay.Outcome
import io.github.dgspay.errorFrom
import java.math.BigDecimal
import java.nio.charset.CharacterCodingException

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
        "The native library of dgspay could not be loaded (this is $platform; the package is for $PLATFORMS). " +
            "The cause says why. Nothing was sent. [not_executed, 0 attempts]"
    val info = ErrorInfo("internal", "InternalError", message, Outcome.NOT_EXECUTED, attempts = 0)
    return InternalException(info, failure)
}

/** The cipher behind `CardEncryptor`, with every input given: for published vectors. */
internal fun sealForTests(
    key: ByteArray,
    nonce: ByteArray,
    associated: ByteArray,
    plaintext: ByteArray,
): ByteArray = native { sealVector(key, nonce, associated, plaintext) }

/** The panic that tests plant. */
internal fun panicNow(): Unit = native { panicAtOnce() }

/**
 * A number as plain digits for the core. An exponent of a billion would be written out with a billion zeros: such a number
 * crosses as it stands, and is refused.
 */
internal fun BigDecimal.written(): String = if (scale() in -100..100) toPlainString() else toString()
