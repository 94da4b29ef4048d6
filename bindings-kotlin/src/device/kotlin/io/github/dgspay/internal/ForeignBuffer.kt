package io.github.dgspay.internal

import com.sun.jna.Pointer
import com.sun.jna.Structure

/** A buffer as the core hands it to Kotlin's transport, and is handed it back: a call from there has its own structures. */
@Structure.FieldOrder("capacity", "len", "data")
internal open class ForeignBuffer : Structure() {
    @JvmField var capacity: Long = 0

    @JvmField var len: Long = 0

    @JvmField var data: Pointer? = null

    class ByValue :
        ForeignBuffer(),
        Structure.ByValue
}

/** The same buffer for an answer. */
internal fun RustBuffer.foreign(): ForeignBuffer.ByValue =
    ForeignBuffer.ByValue().also {
        it.capacity = capacity
        it.len = len
        it.data = data
    }

/** What stands in the buffer of a request. */
internal fun <T> FfiConverterRustBuffer<T>.lift(value: ForeignBuffer.ByValue): T =
    lift(RustBuffer.create(value.capacity.toULong(), value.len.toULong(), value.data))
