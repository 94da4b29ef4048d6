// What differs between the JVM and Android.

package io.github.dgspay.internal

/** Where the package has a native library for. */
internal const val PLATFORMS = "Linux on amd64"

/** What stands behind the library's own name in the header `User-Agent`. */
internal val PRODUCT = "kotlin/${KotlinVersion.CURRENT} java/${System.getProperty("java.version")}"
