package io.github.dgspay.internal

import com.sun.jna.Memory
import com.sun.jna.Structure
import java.util.concurrent.atomic.AtomicLong
import java.util.concurrent.atomic.AtomicReference

/**
 * What the generated structures are, in place of JNA's `Structure`: many of them share a piece of memory. JNA would ask the
 * system for the few words of each one, enter them into a table of the process and have the collector watch them. A call
 * makes dozens of structures, and that was most of what it cost.
 */
internal abstract class SmallStructure : Structure() {
    final override fun autoAllocate(size: Int): Memory = take(size)
}

private const val SLAB = 8_192L

private val current = AtomicReference(Slab())

private tailrec fun take(size: Int): Memory {
    val slab = current.get()
    val taken = slab.take(size)
    if (taken != null) return taken
    current.compareAndSet(slab, Slab())
    return take(size)
}

/** Memory for many structures. No byte is given out twice; all are given back when the last of the structures is gone. */
private class Slab : Memory(SLAB) {
    private val used = AtomicLong()

    init {
        clear()
    }

    fun take(size: Int): Memory? {
        // No field of theirs is longer than eight bytes, and wants to be aligned with more.
        val whole = (size + 7L) and -8L
        val from = used.getAndAdd(whole)
        return if (from + whole <= SLAB) share(from, size.toLong()) as Memory else null
    }
}
