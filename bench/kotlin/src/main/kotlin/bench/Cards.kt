// Encrypting a card: number, month, year and code, each by AES-256-GCM, in base64.

package bench

import com.fasterxml.jackson.databind.JsonNode
import io.github.dgspay.CardEncryptor
import java.security.SecureRandom
import java.util.Base64
import java.util.HexFormat
import javax.crypto.Cipher
import javax.crypto.spec.GCMParameterSpec
import javax.crypto.spec.SecretKeySpec

private val CARD = listOf("4242424242424242", "12", "2028", "123")

internal fun prepareCards(
    name: String,
    task: JsonNode,
): Prepared {
    val key = task.text("encryption_key")
    return when (name) {
        "dgspay" -> Prepared("0.1.0", turns(dgspay(key)))
        "JCE" -> Prepared(System.getProperty("java.version"), turns(jce(key)))
        else -> error(name)
    }
}

private fun dgspay(key: String): () -> Unit {
    val encryptor = CardEncryptor(key)
    val (number, month, year, code) = CARD
    return { encryptor.encrypt(number, month, year, code) }
}

private fun jce(encoded: String): () -> Unit {
    val key = SecretKeySpec(Base64.getDecoder().decode(encoded), "AES")
    val random = SecureRandom()
    return {
        // Twelve characters, whose bytes are the nonce: so DGS-Pay wants it.
        val nonce = HexFormat.of().formatHex(ByteArray(6).also(random::nextBytes))
        val sealed =
            CARD.map { field ->
                val cipher = Cipher.getInstance("AES/GCM/NoPadding")
                cipher.init(Cipher.ENCRYPT_MODE, key, GCMParameterSpec(128, nonce.toByteArray()))
                Base64.getEncoder().encodeToString(cipher.doFinal(field.toByteArray()))
            }
        check(sealed.size + 1 == 5)
    }
}
