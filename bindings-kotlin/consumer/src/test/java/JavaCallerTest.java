import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import consumer.Merchant;
import consumer.Sandbox;
import io.github.dgspay.AmountType;
import io.github.dgspay.Bank;
import io.github.dgspay.BankPayout;
import io.github.dgspay.CallOptions;
import io.github.dgspay.CardCharge;
import io.github.dgspay.CardEncryptor;
import io.github.dgspay.Charge;
import io.github.dgspay.Country;
import io.github.dgspay.Customer;
import io.github.dgspay.DgsPay;
import io.github.dgspay.Event;
import io.github.dgspay.FeeQuote;
import io.github.dgspay.FeeSchedule;
import io.github.dgspay.MobileMoneyCharge;
import io.github.dgspay.MobileMoneyPayout;
import io.github.dgspay.MobileNetwork;
import io.github.dgspay.Money;
import io.github.dgspay.NewPaymentLink;
import io.github.dgspay.NextActionKind;
import io.github.dgspay.NotFoundException;
import io.github.dgspay.PaymentLink;
import io.github.dgspay.PaymentLinkUpdate;
import io.github.dgspay.PaymentMethod;
import io.github.dgspay.PaymentStatus;
import io.github.dgspay.PhoneNumber;
import io.github.dgspay.SignatureException;
import io.github.dgspay.Timestamp;
import io.github.dgspay.TransactionFilter;
import io.github.dgspay.Webhook;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** The same library, from Java. */
class JavaCallerTest {
    private static DgsPay client(Merchant merchant) {
        return DgsPay.builder()
            .apiKey(merchant.getSettings().get("api_key").getAsString())
            .accountNumber(merchant.getSettings().get("account_number").getAsString())
            .baseUrl(merchant.getSettings().get("base_url").getAsString())
            .timeout(Duration.ofSeconds(10))
            .build();
    }

    @Test
    void takesAPayment() throws Exception {
        Merchant merchant = Sandbox.INSTANCE.merchant(Map.of("approve_after_ms", 100));
        try (DgsPay pay = client(merchant)) {
            MobileMoneyCharge request = new MobileMoneyCharge(
                Money.of(5_000, "RWF"),
                PhoneNumber.parse("0788 123 456"),
                MobileNetwork.MTN,
                new Customer("Aline", "Uwase", "aline@example.rw"),
                "https://shop.example/thanks",
                "Order 1042");
            Charge charge = pay.getCharges().createMobileMoneyAsync(request)
                .thenCompose(created -> pay.getCharges().waitAsync(created, Duration.ofSeconds(20)))
                .get();
            assertEquals(PaymentStatus.SUCCESSFUL, charge.getStatus());
            assertEquals(Money.of(4_850, "RWF"), pay.getWallet().balancesAsync().get().get(0).getPending());
            assertEquals(1, pay.getTransactions().listAsync().get().getTotal());
            TransactionFilter failed = new TransactionFilter(1, 10, PaymentStatus.FAILED);
            assertEquals(0, pay.getTransactions().listAsync(failed).get().getTotal());
            assertEquals(charge.getReference(), pay.getTransactions().getAsync(charge.getReference()).get().getReference());
        }
    }

    @Test
    void takesACardAndItsPin() throws Exception {
        Merchant merchant = Sandbox.INSTANCE.merchant(Map.of());
        CardEncryptor encryptor = new CardEncryptor(merchant.getSettings().get("encryption_key").getAsString());
        Customer aline =
            new Customer("Aline", "Uwase", "aline@example.rw", PhoneNumber.parse("0788 123 456"));
        try (DgsPay pay = client(merchant)) {
            CardCharge request = new CardCharge(
                Money.of(5_000, "RWF"),
                encryptor.encrypt("4242 4242 4242 4242", 12, 2028, "123"),
                aline,
                "https://shop.example/thanks")
                .withNarration("Order 1042")
                .withScenarioKey("scenario:auth_pin");
            Charge charge = pay.getCharges().createCardAsync(request).get();
            assertEquals(NextActionKind.PIN, charge.getNextAction().getKind());
            charge = pay.getCharges().authorizePinAsync(charge.getReference(), encryptor.encryptPin("1234")).get();
            assertTrue(charge.getPaid());
            assertEquals(charge.getReference(), pay.getCharges().waitAsync(charge).get().getReference());
        }
    }

    @Test
    void makesLinksPaysOutAndConverts() throws Exception {
        Merchant merchant = Sandbox.INSTANCE.merchant(Map.of());
        try (DgsPay pay = client(merchant)) {
            NewPaymentLink rent = new NewPaymentLink("Rent")
                .withAmount(Money.of(50_000, "RWF"))
                .withPaymentTypes(List.of(PaymentMethod.MOBILE_MONEY))
                .withExpiresAt(Timestamp.of(Instant.parse("2030-12-31T22:59:59Z")));
            PaymentLink link = pay.getPaymentLinks().createAsync(rent).get();
            assertEquals(AmountType.FIXED, link.getAmountType());
            assertEquals(rent.getPaymentTypes(), link.getPaymentTypes());
            PaymentLinkUpdate update = new PaymentLinkUpdate().withTitle("Rent of May").withMaxUses(3);
            link = pay.getPaymentLinks().updateAsync(link.getId(), update).get();
            assertEquals("Rent of May", link.getTitle());
            assertEquals(3, link.getMaxUses());
            assertEquals(1, pay.getPaymentLinks().listAsync().get().getTotal());
            assertEquals(List.of(), pay.getPaymentLinks().getAsync(link.getId()).get().getRecentCharges());
            pay.getPaymentLinks().archiveAsync(link.getId()).get();

            FeeQuote quote = FeeSchedule.flat(Money.of(100, "RWF")).grossUp(Money.of(10_000, "RWF"));
            Bank bank = pay.getBanks().listAsync(Country.RWANDA).get().get(0);
            BankPayout toBank = new BankPayout(quote.getGross(), bank.getBankKey(), "1234567890", "John Doe");
            assertEquals(quote.getNet(), pay.getDisbursements().toBankAsync(toBank).get().getRecipientGets());
            MobileMoneyPayout toWallet =
                new MobileMoneyPayout(Money.of(5_000, "RWF"), PhoneNumber.parse("0788 123 456"), MobileNetwork.MTN);
            assertEquals(
                PaymentStatus.PENDING, pay.getDisbursements().toMobileMoneyAsync(toWallet).get().getStatus());

            Money dollars = Money.of(10, "USD");
            BigDecimal rate = pay.getWallet().previewConversionAsync(dollars, "EUR").get().getRate();
            assertEquals(rate, pay.getWallet().convertAsync(dollars, "EUR").get().getRate());
        }
    }

    @Test
    void seesTypedErrorsBehindTheFuture() throws Exception {
        try (DgsPay pay = client(Sandbox.INSTANCE.merchant(Map.of()))) {
            CallOptions once = new CallOptions(5_000, 0);
            ExecutionException failure =
                assertThrows(ExecutionException.class, () -> pay.getTransactions().getAsync("dgs_none", once).get());
            NotFoundException error = assertInstanceOf(NotFoundException.class, failure.getCause());
            assertEquals(404, error.getHttpStatus());
            assertEquals("92", error.getServiceCode());
        }
    }

    @Test
    void believesAWebhook() {
        byte[] body = "{\"event\":\"payment.success\",\"dgs_reference\":\"dgs_1\",\"amount\":5000,\"currency\":\"RWF\"}"
            .getBytes(StandardCharsets.UTF_8);
        Webhook webhook = new Webhook("the_old_secret", "the_new_secret");
        Event event = webhook.verify(body, Webhook.sign("the_new_secret", body));
        if (event instanceof Event.PaymentSucceeded succeeded) {
            assertEquals(Money.of("5000", "RWF"), succeeded.getAmount());
        }
        assertEquals("payment.success:dgs_1", assertInstanceOf(Event.PaymentSucceeded.class, event).getDedupeKey());
        assertEquals(1, event.getSecretIndex());
        assertThrows(SignatureException.class, () -> webhook.verify(body, null));
    }
}
