package consumer

import io.github.dgspay.AmountType
import io.github.dgspay.BillingAddress
import io.github.dgspay.CardEncryptor
import io.github.dgspay.Charge
import io.github.dgspay.ConfigException
import io.github.dgspay.Country
import io.github.dgspay.Customer
import io.github.dgspay.DgsPay
import io.github.dgspay.Event
import io.github.dgspay.FeeRounding
import io.github.dgspay.FeeSchedule
import io.github.dgspay.FeeTier
import io.github.dgspay.MobileNetwork
import io.github.dgspay.Money
import io.github.dgspay.NextActionKind
import io.github.dgspay.Outcome
import io.github.dgspay.PaymentMethod
import io.github.dgspay.PhoneNumber
import io.github.dgspay.Timestamp
import io.github.dgspay.ValidationException
import io.github.dgspay.Webhook
import io.github.dgspay.rwf
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import java.math.BigDecimal
import java.time.Instant
import java.time.LocalDateTime
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeSource

/** Cards, links, payouts, banks, conversion and fees, as Kotlin says them. */
class BreadthTest {
    private val merchant = Sandbox.merchant(
        mapOf(
            "approve_after_ms" to 0,
            "payout_after_ms" to 0,
            "convert_after_ms" to 0,
        ),
    )
    private val encryptor = CardEncryptor(merchant.settings.text("encryption_key")!!)
    private val aline = Customer("Aline", "Uwase", "aline@example.rw", PhoneNumber.parse("0788 123 456"))

    private fun <T> withClient(use: suspend (DgsPay) -> T): T =
        merchant.client().use { pay -> runBlocking { use(pay) } }

    private suspend fun DgsPay.byCard(scenario: String?): Charge = charges.createCard(
        amount = 5_000.rwf,
        card = encryptor.encrypt("4242 4242 4242 4242", 12, 2028, "123"),
        customer = aline,
        redirectUrl = "https://shop.example/thanks",
        scenarioKey = scenario,
    )

    @Test
    fun `a card goes through what the bank asks, and waiting never keeps the caller from its turn`() =
        withClient { pay ->
            assertTrue(pay.byCard(null).paid)
            val asked = pay.byCard("scenario:auth_pin")
            assertEquals(NextActionKind.PIN, asked.nextAction?.kind)
            val begun = TimeSource.Monotonic.markNow()
            assertEquals(asked, pay.charges.wait(asked))
            assertTrue(begun.elapsedNow() < 5.seconds)
            assertTrue(pay.charges.authorizePin(asked, encryptor.encryptPin("1234")).paid)
            val address = BillingAddress("KN 4 Ave", "RW", city = "Kigali")
            assertTrue(pay.charges.authorizeAvs(pay.byCard("scenario:auth_avs").reference, address).paid)
            val redirected = pay.byCard("scenario:auth_3ds")
            assertEquals(NextActionKind.REDIRECT, redirected.nextAction?.kind)
            assertTrue(pay.charges.authorizeOtp(redirected, "123456").paid)
        }

    @Test
    fun `what the bank refuses is a failed charge, and what cannot be sent names its argument`() = withClient { pay ->
        val charge = pay.byCard("scenario:auth_pin&issuer:incorrect_pin")
        val refused = pay.charges.authorizePin(charge, encryptor.encryptPin("1234"))
        assertFalse(refused.paid)
        val posts = merchant.requests().size
        val error = runCatching { pay.charges.authorizeOtp(charge, "12 34") }.exceptionOrNull() as ValidationException
        assertEquals(listOf("otp", Outcome.NOT_EXECUTED), listOf(error.field, error.outcome))
        val link = runCatching { pay.paymentLinks.create("Rent", redirectUrl = "nowhere") }.exceptionOrNull()
        assertEquals("redirectUrl", (link as ValidationException).field)
        assertEquals(posts, merchant.requests().size)
    }

    @Test
    fun `a payment link lives its life`() = withClient { pay ->
        val until = Instant.parse("2030-12-31T22:59:59Z")
        val link =
            pay.paymentLinks.create(
                title = "Invoice 1042",
                amount = 50_000.rwf,
                paymentTypes = listOf(PaymentMethod.MOBILE_MONEY, PaymentMethod.CARD),
                maxUses = 1,
                expiresAt = Timestamp.of(until),
                metadata = """{"order":1042}""",
            )
        assertEquals(AmountType.FIXED, link.amountType)
        assertEquals(LocalDateTime.parse("2030-12-31T22:59:59"), link.expiresAt!!.localDateTime())
        assertEquals("Invoice 1043", pay.paymentLinks.update(link.id, title = "Invoice 1043").title)
        assertEquals(0, pay.paymentLinks.get(link.id).stats!!.totalCharges)
        repeat(2) { pay.paymentLinks.create("Donation $it", minAmount = 100.rwf) }
        val walk = pay.paymentLinks.iter(limit = 1)
        assertEquals(listOf("Donation 1", "Donation 0"), walk.take(2).toList().map { it.title })
        assertEquals(3, walk.toList().size)
        pay.paymentLinks.archive(link.id)
        assertEquals(
            "not_found",
            (
                runCatching {
                    pay.paymentLinks.archive(link.id)
                }.exceptionOrNull() as io.github.dgspay.NotFoundException
                ).code,
        )
    }

    @Test
    fun `a payout is taken on, and its webhook tells how it ended`() = withClient { pay ->
        val banks = pay.banks.list(Country.RWANDA)
        val fees = FeeSchedule.flat(100.rwf)
        val gross = fees.grossUp(10_000.rwf).gross
        val payout =
            pay.disbursements.toBank(
                gross,
                banks.first {
                    it.bankKey == "kcb_rw"
                }.bankKey,
                "1234567890",
                "John Doe",
                "Kigali Main",
            )
        assertEquals(listOf(10_100.rwf, 100.rwf, 10_000.rwf), listOf(payout.amount, payout.fee, payout.recipientGets))
        val event = merchant.webhook("disbursement.success") as Event.DisbursementSucceeded
        assertEquals(payout.reference, event.reference)
        assertEquals("1234567890", event.recipient!!.accountNumber)
        val refused =
            pay.disbursements.toMobileMoney(
                amount = 5_000.rwf,
                phone = "0788 123 456",
                network = MobileNetwork.MTN,
                scenarioKey = "scenario:insufficient_balance",
            )
        val failed = merchant.webhook("disbursement.failed") as Event.DisbursementFailed
        assertEquals(refused.reference, failed.reference)
        assertTrue(failed.failReason!!.isNotBlank())
    }

    @Test
    fun `a conversion has an exact rate`() = withClient { pay ->
        val preview = pay.wallet.previewConversion(Money.of(100, "USD"), "EUR")
        assertEquals(preview.toAmount.amount, (preview.rate * BigDecimal(100)).stripTrailingZeros())
        val conversion = pay.wallet.convert(Money.of(100, "USD"), "EUR")
        assertEquals(preview.rate, conversion.rate)
        assertEquals(
            conversion.reference,
            (merchant.webhook("conversion.success") as Event.ConversionSucceeded).reference,
        )
        for (to in listOf("USD", "XQX", "euro", "\uD83D")) {
            val error = runCatching { pay.wallet.convert(Money.of(100, "USD"), to) }.exceptionOrNull()
            assertTrue(error is ValidationException, "$to: $error")
        }
        val unknown = runCatching { pay.wallet.convert(Money.of(100, "USD"), "XQX") }.exceptionOrNull()
        assertEquals("to", (unknown as ValidationException).field)
    }

    @Test
    fun `fees are reckoned exactly`() {
        val fees = FeeSchedule.percent(BigDecimal("2.5"), minimum = 50.rwf, maximum = 5_000.rwf)
        assertEquals(listOf(50.rwf, 125.rwf, 5_000.rwf), listOf(1_000, 5_000, 900_000).map { fees.quote(it.rwf).fee })
        val tiers = listOf(FeeTier(upTo = 1_000.rwf, flat = 20.rwf), FeeTier(percent = BigDecimal("1.5")))
        assertEquals(29.rwf, FeeSchedule(tiers, FeeRounding.DOWN).quote(1_999.rwf).fee)
        assertEquals(30.rwf, FeeSchedule(tiers).quote(1_999.rwf).fee)
        assertThrows(ConfigException::class.java) { FeeSchedule(emptyList()) }
        for (percent in listOf("1E+1000000000", "1E-1000000000", "-1", "100")) {
            assertThrows(io.github.dgspay.DgsPayException::class.java) { FeeSchedule.percent(BigDecimal(percent)) }
        }
    }

    @Test
    fun `times of your own have a zone or none`() {
        assertEquals("2026-12-31T23:59:59Z", Timestamp.of(Instant.parse("2026-12-31T23:59:59Z")).iso)
        assertEquals("2026-12-31T23:00:00", Timestamp.of(LocalDateTime.parse("2026-12-31T23:00")).iso)
        assertEquals(Timestamp.parse("2026-12-31 23:59:59"), Timestamp.of(LocalDateTime.parse("2026-12-31T23:59:59")))
        assertNull(Timestamp.parse("2026-12-31 23:59:59").instantOrNull())
        assertThrows(ValidationException::class.java) { Timestamp.parse("tomorrow") }
    }
}
