package io.github.dgspay.internal

import okhttp3.MediaType
import okhttp3.RequestBody
import okio.BufferedSink

/** A body that is written once. Its type is among the headers. */
internal class OneShot(
    private val bytes: ByteArray,
) : RequestBody() {
    override fun contentType(): MediaType? = null

    override fun contentLength(): Long = bytes.size.toLong()

    override fun isOneShot(): Boolean = true

    override fun writeTo(sink: BufferedSink) {
        sink.write(bytes)
    }
}
