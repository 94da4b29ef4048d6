package io.github.dgspay

/**
 * Where a device's API key comes from: never from the app itself, which anybody can take apart.
 *
 * Fetch it from your server once the person at the device has signed in, or take it out of storage that the device's
 * keystore protects.
 */
public fun interface KeyProvider {
    /**
     * The key; `null` if there is none, which ends in a [ConfigException]. It is asked for once, by whoever makes a client
     * and on that thread; what it throws comes out there. With a new key, make a new client.
     */
    public fun apiKey(): String?
}
