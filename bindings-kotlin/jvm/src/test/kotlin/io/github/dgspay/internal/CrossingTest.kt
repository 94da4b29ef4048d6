package io.github.dgspay.internal

import com.sun.jna.Pointer
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.util.concurrent.ConcurrentLinkedQueue
import kotlin.concurrent.thread

class CrossingTest {
    @Test
    fun `no two calls share a byte, whoever makes them, and all begin empty`() {
        val made = ConcurrentLinkedQueue<Crossing>()
        // More than fit into one piece of memory, and more threads than may race for the next one.
        List(4) { thread { repeat(1_000) { made += Crossing.begin() } } }.forEach(Thread::join)
        val places = made.map { it.answer(3) }.sorted()
        assertTrue(places.zipWithNext().all { (one, next) -> next - one >= 256 }, "they overlap")
        assertTrue(made.all { it.isEmpty() })
        assertTrue(made.all { it.isSuccess() && it.long() == 0L && it.buffer().data == null })
    }

    @Test
    fun `arguments stand one behind the other`() {
        val buffer = RustBuffer.create(9UL, 7UL, Pointer(0x1_0000_0001))
        val crossing = Crossing.begin()
        crossing.put(-1L)
        crossing.put(5).put(buffer)
        val words = Pointer(crossing.arguments).getLongArray(0, 6)
        assertEquals(listOf(-1, 5, 9, 7, 0x1_0000_0001, 0), words.asList())
        repeat(20) { crossing.put(1) }
        assertThrows(IllegalStateException::class.java) { crossing.put(1) }
    }

    @Test
    fun `an answer is read where the core writes it, and behind it how the call has gone`() {
        val crossing = Crossing.begin()
        Pointer(crossing.answer(1)).setLong(0, -2)
        assertEquals(-2, crossing.long())
        assertEquals(-2, crossing.int())
        Pointer(crossing.answer(3)).write(0, longArrayOf(3, 2, 16, 2, 6, 5, 32), 0, 7)
        assertEquals(listOf(3L, 2L, 16L), with(crossing.buffer()) { listOf(capacity, len, Pointer.nativeValue(data)) })
        assertTrue(crossing.isPanic() && !crossing.isError() && !crossing.isSuccess())
        assertEquals(listOf(6L, 5L, 32L), with(crossing.error) { listOf(capacity, len, Pointer.nativeValue(data)) })
        crossing.setByte(0, UNIFFI_CALL_ERROR)
        assertTrue(crossing.isError())
    }

    private fun Crossing.isEmpty(): Boolean {
        val bytes = Pointer(answer(3)).getByteArray(0, 256)
        return bytes.all { it == 0.toByte() }
    }
}
