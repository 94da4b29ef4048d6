package io.github.dgspay.internal

import java.util.concurrent.atomic.AtomicInteger

/** Counts how often it was asked, and grants it so many times. */
internal class Permit(
    private val granted: Int = 1,
) : SendPermit(NoHandle) {
    val asked = AtomicInteger()

    override fun claim() = asked.incrementAndGet() <= granted

    override fun close() = Unit
}
