package io.github.dgspay

import io.github.dgspay.internal.NativeClient
import io.github.dgspay.internal.later
import io.github.dgspay.internal.paying
import io.github.dgspay.internal.reading
import java.util.concurrent.CompletableFuture
import kotlin.time.Duration
import kotlin.time.toKotlinDuration

/** Charges: asking a payer for money (`protocol/dgs-pay.md` §6). */
public class Charges internal constructor(
    private val client: NativeClient,
) {
    /**
     * Asks a payer for a mobile-money payment. The usual answer is a pending charge: the payer now enters the PIN, and the
     * result comes by webhook, or through [wait].
     *
     * If the coroutine is cancelled meanwhile, the waiting ends but the call does not. The [OutcomeUnknownException] that
     * says what is known is then among the suppressed exceptions of the `CancellationException`.
     *
     * @param amount what is asked for, such as `5_000.rwf`.
     * @param phone the Rwandan number that gets the push, in any usual spelling.
     * @param network the wallet: MTN or Airtel.
     * @param customer who pays.
     * @param redirectUrl where the payer lands afterwards.
     * @param narration what the payer is shown, such as `Order 1042`.
     * @param callbackUrl where the webhook of this payment goes, in place of the account's own URL; it gets the query
     *   parameter `dgspay_token`, which ties the webhook to this call even if its answer is lost.
     * @param scenarioKey what the sandbox shall play; refused in production.
     * @param options how this call differs from the client's settings.
     * @throws ValidationException before anything is sent.
     * @throws OutcomeUnknownException if the request was sent and its answer did not arrive. It is not sent again, for
     *   DGS-Pay has no key that would make that safe.
     * @throws DgsPayException for every other failure; its `outcome` tells whether money may have moved.
     */
    public suspend fun createMobileMoney(
        amount: Money,
        phone: String,
        network: MobileNetwork,
        customer: Customer,
        redirectUrl: String,
        narration: String? = null,
        callbackUrl: String? = null,
        scenarioKey: String? = null,
        options: CallOptions? = null,
    ): Charge {
        val number = PhoneNumber.parse(phone)
        return createMobileMoney(
            MobileMoneyCharge(amount, number, network, customer, redirectUrl, narration, callbackUrl, scenarioKey),
            options,
        )
    }

    /**
     * The same with a request that was made before.
     *
     * @throws ValidationException before anything is sent.
     * @throws OutcomeUnknownException if the request was sent and its answer did not arrive.
     * @throws DgsPayException for every other failure; its `outcome` tells whether money may have moved.
     */
    public suspend fun createMobileMoney(
        charge: MobileMoneyCharge,
        options: CallOptions? = null,
    ): Charge = paying { patience -> client.createMobileMoney(charge, options, patience) }

    /** The same for Java. Cancelling the future ends the waiting, not the call. */
    @JvmOverloads
    public fun createMobileMoneyAsync(
        charge: MobileMoneyCharge,
        options: CallOptions? = null,
    ): CompletableFuture<Charge> = later { createMobileMoney(charge, options) }

    /**
     * Waits until a charge is successful or failed, by looking it up after 0.5 s and then less and less often. When the
     * time is up, or while the service cannot be reached, it ends in the last state seen: pending is a state, not an error.
     *
     * @throws DgsPayException only for what waiting cannot mend: refused credentials and permissions.
     */
    public suspend fun wait(
        charge: Charge,
        timeout: Duration,
        options: CallOptions? = null,
    ): Charge = reading { client.wait(charge, timeout.inWholeMilliseconds, options) }

    /** The same for Java. */
    @JvmOverloads
    public fun waitAsync(
        charge: Charge,
        timeout: java.time.Duration,
        options: CallOptions? = null,
    ): CompletableFuture<Charge> = later { wait(charge, timeout.toKotlinDuration(), options) }
}
