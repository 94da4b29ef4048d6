package io.github.dgspay

import io.github.dgspay.internal.NativeCardEncryptor
import io.github.dgspay.internal.native

/**
 * Encrypts cards and PINs for the service, where they are typed. It needs no network, and may be shared by all threads.
 *
 * The encryption key is not the API key, which must never be in an app that customers install. It is symmetric all the
 * same: whoever holds it can also decrypt. Fetch it from your server when a card is to be typed, and do not store it.
 *
 * @param encryptionKey the merchant's encryption key, as *Settings, API Settings* shows it.
 * @param nonceFormat how the nonce is written; without it [NonceFormat.HEX12].
 * @throws ConfigException `missing_credential` if the key is empty, `invalid_secret` if it is not base64 of 32 bytes, or a
 *   placeholder, `invalid_setting` for a form of nonce that does not exist.
 */
public class CardEncryptor
    @JvmOverloads
    constructor(
        encryptionKey: String,
        nonceFormat: NonceFormat? = null,
    ) : CardCipher(native { NativeCardEncryptor(encryptionKey, nonceFormat) })
