package consumer

import android.os.Build
import io.github.dgspay.CardEncryptor
import io.github.dgspay.MobileNetwork
import io.github.dgspay.PhoneNumber
import io.github.dgspay.ValidationException
import io.github.dgspay.rwf
import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertEquals
import org.junit.Assert.assertThrows
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import java.io.File

/** The library as the tests of an app use it: on the classes of Android 14, with this machine's build of the core. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34], manifest = Config.NONE)
class RobolectricTest {
    @Test
    fun `a card is encrypted, and what is mistyped is refused`() {
        assertEquals(34, Build.VERSION.SDK_INT)
        val encryptor = CardEncryptor("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
        assertEquals(12, encryptor.encrypt("4242 4242 4242 4242", 12, 2030, "123").nonce.length)
        val error = assertThrows(ValidationException::class.java) { encryptor.encryptPin("12") }
        assertEquals("invalid_card", error.code)
        assertEquals(MobileNetwork.MTN, PhoneNumber.parse("0788 123 456").network)
        assertEquals("RWF 5,250", "${5_000.rwf + 250.rwf}")
    }

    @Test
    fun `every shared vector of what is in it`() = runBlocking<Unit> {
        assertEquals(0, runVectors(File(System.getProperty("vectors"))))
    }
}
