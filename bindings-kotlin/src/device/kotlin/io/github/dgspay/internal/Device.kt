// What a client needs before it is made, on a device.

package io.github.dgspay.internal

import com.sun.jna.Callback
import com.sun.jna.CallbackThreadInitializer
import com.sun.jna.Native

/** What stands behind the library's own name in the header `User-Agent`. */
internal val PRODUCT: String by lazy { "kotlin/${KotlinVersion.CURRENT} android/${release()}" }

/** Android's API level. Tests run on a JVM, where there is none. */
private fun release(): String =
    try {
        "${Class.forName("android.os.Build\$VERSION").getField("SDK_INT").get(null)}"
    } catch (_: ReflectiveOperationException) {
        "none"
    }

private val transport: Unit by lazy {
    keepThreadsAttached()
    // The core's threads call these as well.
    keepAttached(uniffiCallbackInterfaceNativeTransport.`send`)
    keepAttached(uniffiForeignFutureDroppedCallbackImpl)
    installTransport(OkHttpTransport(transportLimits()))
}

/** Gives the core its transport, once a process. */
internal fun prepare() = transport

private fun keepAttached(callback: Callback) =
    Native.setCallbackThreadInitializer(callback, CallbackThreadInitializer(true, false, "dgspay"))
