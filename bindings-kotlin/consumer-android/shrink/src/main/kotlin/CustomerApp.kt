package shop

import io.github.dgspay.CardEncryptor
import io.github.dgspay.FeeSchedule
import io.github.dgspay.Money
import io.github.dgspay.PhoneNumber
import io.github.dgspay.ValidationException
import io.github.dgspay.rwf
import java.math.BigDecimal

/** What an app that customers install does with this library, once. */
fun main() {
    println(5_000.rwf + Money.of("250", "RWF"))
    println(PhoneNumber.parse("0788 123 456").network)
    println(FeeSchedule.percent(BigDecimal("3")).quote(5_000.rwf).net)
    val encryptor = CardEncryptor("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
    println(encryptor.encrypt("4242 4242 4242 4242", 12, 2030, "123"))
    try {
        encryptor.encryptPin("12")
    } catch (error: ValidationException) {
        println("${error.code} ${error.field}")
    }
}
