package io.github.dgspay

import io.github.dgspay.internal.NativeCardEncryptor
import io.github.dgspay.internal.native

/**
 * Encrypts cards and PINs for the service, where they are typed: in the app, or in the page. It needs no network, and may be
 * shared by all threads.
 *
 * A server that encrypts has seen the card, which puts it under the rules for those who store and process cards (PCI DSS).
 * The encryption key is symmetric: whoever holds it can also decrypt.
 *
 * @param encryptionKey the merchant's encryption key, as *Settings, API Settings* shows it; without it
 *   `DGSPAY_ENCRYPTION_KEY`.
 * @param nonceFormat how the nonce is written; without it [NonceFormat.HEX12].
 * @throws ConfigException `missing_credential` if there is no key, `invalid_secret` if it is not base64 of 32 bytes, or a
 *   placeholder, `invalid_setting` for a form of nonce that does not exist.
 */
public class CardEncryptor
    @JvmOverloads
    constructor(
        encryptionKey: String? = null,
        nonceFormat: NonceFormat? = null,
    ) : CardCipher(native { NativeCardEncryptor(encryptionKey, nonceFormat) }) {
        /** Another way to an encryptor. */
        public companion object {
            /**
             * An encryptor with the key of `DGSPAY_ENCRYPTION_KEY`.
             *
             * @throws ConfigException `missing_credential` if the variable is not set, `invalid_secret` if it holds a bad
             *   one, `invalid_setting` for a form of nonce that does not exist.
             */
            @JvmStatic
            @JvmOverloads
            public fun fromEnv(nonceFormat: NonceFormat? = null): CardEncryptor =
                CardEncryptor(nonceFormat = nonceFormat)
        }
    }
