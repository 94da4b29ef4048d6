@file:JvmName("CallOptionsExtensions")

package io.github.dgspay

import kotlin.time.Duration

/**
 * How one call differs from the client's settings: `CallOptions(5.seconds, maxRetries = 0)`.
 *
 * @param timeout how long the whole call may take, retries and pauses included.
 * @param maxRetries how often it may be sent again; 0 means one request on the wire.
 * @param idempotencyKey sent as `Idempotency-Key`; it does not make a repetition safe.
 */
public fun CallOptions(
    timeout: Duration,
    maxRetries: Int? = null,
    idempotencyKey: String? = null,
): CallOptions {
    val milliseconds = timeout.inWholeMilliseconds.coerceIn(Int.MIN_VALUE.toLong(), Int.MAX_VALUE.toLong())
    return CallOptions(milliseconds.toInt(), maxRetries, idempotencyKey)
}
