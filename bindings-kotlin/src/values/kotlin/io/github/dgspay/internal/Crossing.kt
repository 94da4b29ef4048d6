package io.github.dgspay.internal

import com.sun.jna.Native
import com.sun.jna.Pointer
import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.util.concurrent.atomic.AtomicInteger
import java.util.concurrent.atomic.AtomicReference

private const val WORD = 8

/** As much as the longest answer has. */
private const val ANSWER = 3 * WORD

/** A code, and a buffer that says more. */
private const val STATUS = 4 * WORD

/** Enough for eight buffers. */
private const val ARGUMENTS = 25 * WORD

private const val SIZE = ANSWER + STATUS + ARGUMENTS

/** Memory is taken for so many calls at once. */
private const val CALLS = 64

/**
 * The words of memory that one call into the core crosses with: a place for its answer, then one for how it has gone, then its
 * arguments. Only addresses are handed over. JNA would write out a structure field by field before every call, and read it
 * back afterwards, which takes longer than most calls.
 *
 * As a pointer it is the place for how it has gone: the few functions without buffers take just that.
 */
internal class Crossing private constructor(
    private val slab: Slab,
    private val start: Int,
) : Pointer(slab.address + start + ANSWER) {
    private var next = start + ANSWER + STATUS

    fun put(word: Long): Crossing {
        slab.words.putLong(place(), word)
        return this
    }

    fun put(number: Int): Crossing {
        slab.words.putInt(place(), number)
        return this
    }

    fun put(buffer: RustBuffer): Crossing = put(buffer.capacity).put(buffer.len).put(Pointer.nativeValue(buffer.data))

    /** Where the arguments are. */
    val arguments: Long get() = slab.address + start + ANSWER + STATUS

    /** Where an answer of so many words goes, so that how the call has gone comes to stand behind it. */
    fun answer(words: Int): Long = slab.address + start + ANSWER - words * WORD

    fun long(): Long = slab.words.getLong(start + ANSWER - WORD)

    fun int(): Int = slab.words.getInt(start + ANSWER - WORD)

    fun buffer(): RustBuffer.ByValue = buffer(start)

    val code: Byte get() = slab.words.get(start + ANSWER)

    val error: RustBuffer.ByValue get() = buffer(start + ANSWER + WORD)

    fun isSuccess(): Boolean = code == UNIFFI_CALL_SUCCESS

    fun isError(): Boolean = code == UNIFFI_CALL_ERROR

    fun isPanic(): Boolean = code == UNIFFI_CALL_UNEXPECTED_ERROR

    private fun place(): Int {
        check(next < start + SIZE) { "more arguments than a crossing has words for" }
        return next.also { next += WORD }
    }

    private fun buffer(place: Int): RustBuffer.ByValue {
        val words = slab.words
        val data = words.getLong(place + 2 * WORD)
        return RustBuffer.create(
            capacity = words.getLong(place).toULong(),
            len = words.getLong(place + WORD).toULong(),
            data = if (data == 0L) null else Pointer(data),
        )
    }

    /** Memory for many calls. No byte of it is given out twice; all is given back when the last of the calls is gone. */
    private class Slab {
        val words: ByteBuffer = ByteBuffer.allocateDirect(CALLS * SIZE).order(ByteOrder.nativeOrder())
        val address: Long = Pointer.nativeValue(Native.getDirectBufferPointer(words))
        private val used = AtomicInteger()

        fun take(): Crossing? {
            val start = used.getAndAdd(SIZE)
            return if (start < CALLS * SIZE) Crossing(this, start) else null
        }
    }

    companion object {
        private val current = AtomicReference(Slab())

        /** A call that has no arguments yet. */
        tailrec fun begin(): Crossing {
            val slab = current.get()
            val taken = slab.take()
            if (taken != null) return taken
            current.compareAndSet(slab, Slab())
            return begin()
        }
    }
}
