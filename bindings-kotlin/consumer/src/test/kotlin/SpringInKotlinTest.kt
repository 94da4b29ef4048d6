package consumer

import io.github.dgspay.Webhook
import io.github.dgspay.spring.dgspayWebhook
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** The receiver for Spring as Kotlin writes it; what it does is tested from Java. */
class SpringInKotlinTest {
    @Test
    fun `a lambda is a listener`() {
        val route = dgspayWebhook("/webhook", Webhook("dgs_test_webhook_secret")) { event -> error(event.dedupeKey) }
        assertTrue("(POST && /webhook)" in "$route", "$route")
    }
}
