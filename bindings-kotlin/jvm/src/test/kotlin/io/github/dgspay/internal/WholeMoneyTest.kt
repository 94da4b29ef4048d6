package io.github.dgspay.internal

import io.github.dgspay.Money
import io.github.dgspay.kes
import io.github.dgspay.rwf
import io.github.dgspay.tzs
import io.github.dgspay.ugx
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

class WholeMoneyTest {
    @Test
    fun `an amount that the core has not seen is the one that it would have made`() {
        for (number in listOf(0, 1, -1, 5_000, Int.MAX_VALUE, Int.MIN_VALUE)) {
            for (whole in listOf(number.rwf, number.ugx, number.kes, number.tzs)) {
                val checked = Money.of(number.toLong(), whole.currency)
                assertEquals(checked, whole)
                assertEquals(checked.hashCode(), whole.hashCode())
                assertEquals(checked.toString(), whole.toString())
                assertEquals(checked + checked, whole + whole)
            }
        }
    }
}
