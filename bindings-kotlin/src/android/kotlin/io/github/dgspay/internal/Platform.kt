// What differs between the JVM and Android.

package io.github.dgspay.internal

/** Where the package has a native library for. */
internal const val PLATFORMS = "Android on arm64-v8a, armeabi-v7a and x86_64"
