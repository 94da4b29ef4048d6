package io.github.dgspay.internal

import com.sun.jna.Pointer
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.util.concurrent.ConcurrentLinkedQueue
import kotlin.concurrent.thread

class SmallStructureTest {
    @Test
    fun `no two structures share a byte, whoever makes them, and all begin empty`() {
        val made = ConcurrentLinkedQueue<RustBuffer>()
        // More than fit into one piece of memory, and more threads than may race for the next one.
        List(4) { thread { repeat(1_000) { made += RustBuffer.ByValue() } } }.forEach(Thread::join)
        val places = made.map { Pointer.nativeValue(it.pointer) }.sorted()
        assertTrue(places.zipWithNext().all { (one, next) -> next - one >= made.first().size() }, "they overlap")
        assertTrue(made.all { it.pointer.getByteArray(0, it.size()).all { byte -> byte == 0.toByte() } })
    }
}
