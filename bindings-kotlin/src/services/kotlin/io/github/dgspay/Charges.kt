package io.github.dgspay

import io.github.dgspay.internal.Mishap
import io.github.dgspay.internal.NativeClient
import io.github.dgspay.internal.Patience
import io.github.dgspay.internal.acting
import io.github.dgspay.internal.later
import io.github.dgspay.internal.reading
import java.util.concurrent.CompletableFuture
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlin.time.toJavaDuration
import kotlin.time.toKotlinDuration

/** How long [Charges.wait] waits unless it is told otherwise: as long as a payer looks for the phone. */
private val PATIENCE = 2.minutes

/** Charges: asking a payer for money (`protocol/dgs-pay.md` §§6, 7 and 9). */
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
        val number = PhoneNumber.asWritten(phone)
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
    ): Charge = charging { patience -> client.createMobileMoney(charge, options, patience) }

    /** The same for Java. Cancelling the future ends the waiting, not the call. */
    @JvmOverloads
    public fun createMobileMoneyAsync(
        charge: MobileMoneyCharge,
        options: CallOptions? = null,
    ): CompletableFuture<Charge> = later { createMobileMoney(charge, options) }

    /**
     * Asks a payer for a card payment. The card was encrypted where it was typed: by [CardEncryptor] in the app, or in the
     * page.
     *
     * The payment is complete only if the charge is [paid][Charge.paid]. Until then [nextAction][Charge.nextAction] says
     * what the payer has to do: follow it step by step, in whatever order the bank asks.
     *
     * If the coroutine is cancelled meanwhile, the waiting ends but the call does not; see [createMobileMoney].
     *
     * @param amount what is asked for, such as `5_000.rwf`.
     * @param card the card, as only the service can read it.
     * @param customer who pays; the service wants a phone number of a card's holder too.
     * @param redirectUrl where the payer lands after the bank's page.
     * @param narration what the payer is shown, such as `Order 1042`.
     * @param callbackUrl where the webhook of this payment goes, in place of the account's own URL; it gets the query
     *   parameter `dgspay_token`, which ties the webhook to this call even if its answer is lost.
     * @param scenarioKey what the sandbox shall play, such as `scenario:auth_pin`; refused in production.
     * @param options how this call differs from the client's settings.
     * @throws ValidationException before anything is sent.
     * @throws OutcomeUnknownException if the request was sent and its answer did not arrive. It is not sent again, for
     *   DGS-Pay has no key that would make that safe.
     * @throws DgsPayException for every other failure; its `outcome` tells whether money may have moved.
     */
    public suspend fun createCard(
        amount: Money,
        card: EncryptedCard,
        customer: Customer,
        redirectUrl: String,
        narration: String? = null,
        callbackUrl: String? = null,
        scenarioKey: String? = null,
        options: CallOptions? = null,
    ): Charge =
        createCard(CardCharge(amount, card, customer, redirectUrl, narration, callbackUrl, scenarioKey), options)

    /**
     * The same with a request that was made before.
     *
     * @throws ValidationException before anything is sent.
     * @throws OutcomeUnknownException if the request was sent and its answer did not arrive.
     * @throws DgsPayException for every other failure; its `outcome` tells whether money may have moved.
     */
    public suspend fun createCard(
        charge: CardCharge,
        options: CallOptions? = null,
    ): Charge = charging { patience -> client.createCard(charge, options, patience) }

    /** The same for Java. Cancelling the future ends the waiting, not the call. */
    @JvmOverloads
    public fun createCardAsync(
        charge: CardCharge,
        options: CallOptions? = null,
    ): CompletableFuture<Charge> = later { createCard(charge, options) }

    /**
     * Brings the card's PIN, when the charge's next action is [NextActionKind.PIN]. The charge that comes back may ask for
     * something more.
     *
     * @throws ValidationException if the charge waits for something else, or if the PIN is not one that was encrypted.
     * @throws OutcomeUnknownException if the answer did not arrive: the bank may have taken the money. Look the charge up
     *   before you go on; [reference][DgsPayException.reference] names it.
     * @throws DgsPayException for every other failure; its `outcome` tells whether money may have moved.
     */
    public suspend fun authorizePin(
        charge: Charge,
        pin: EncryptedPin,
        options: CallOptions? = null,
    ): Charge = authorizePin(charge.reference, pin, options)

    /** The same with the charge's reference in its place. */
    public suspend fun authorizePin(
        charge: String,
        pin: EncryptedPin,
        options: CallOptions? = null,
    ): Charge = charging { patience -> client.authorizePin(charge, pin, options, patience) }

    /** The same for Java, with the charge's reference in its place. Cancelling the future ends the waiting, not the call. */
    @JvmOverloads
    public fun authorizePinAsync(
        charge: String,
        pin: EncryptedPin,
        options: CallOptions? = null,
    ): CompletableFuture<Charge> = later { authorizePin(charge, pin, options) }

    /**
     * Brings the code that the bank has sent to the payer, when the charge's next action is [NextActionKind.OTP].
     *
     * @throws ValidationException if the charge waits for something else, or if the code cannot be one.
     * @throws OutcomeUnknownException if the answer did not arrive: the bank may have taken the money. Look the charge up
     *   before you go on; [reference][DgsPayException.reference] names it.
     * @throws DgsPayException for every other failure; its `outcome` tells whether money may have moved.
     */
    public suspend fun authorizeOtp(
        charge: Charge,
        otp: String,
        options: CallOptions? = null,
    ): Charge = authorizeOtp(charge.reference, otp, options)

    /** The same with the charge's reference in its place. */
    public suspend fun authorizeOtp(
        charge: String,
        otp: String,
        options: CallOptions? = null,
    ): Charge = charging { patience -> client.authorizeOtp(charge, otp, options, patience) }

    /** The same for Java, with the charge's reference in its place. Cancelling the future ends the waiting, not the call. */
    @JvmOverloads
    public fun authorizeOtpAsync(
        charge: String,
        otp: String,
        options: CallOptions? = null,
    ): CompletableFuture<Charge> = later { authorizeOtp(charge, otp, options) }

    /**
     * Brings the card's billing address, when the charge's next action is [NextActionKind.AVS].
     *
     * @throws ValidationException if the charge waits for something else, or if the address lacks its first line or a
     *   country.
     * @throws OutcomeUnknownException if the answer did not arrive: the bank may have taken the money. Look the charge up
     *   before you go on; [reference][DgsPayException.reference] names it.
     * @throws DgsPayException for every other failure; its `outcome` tells whether money may have moved.
     */
    public suspend fun authorizeAvs(
        charge: Charge,
        address: BillingAddress,
        options: CallOptions? = null,
    ): Charge = authorizeAvs(charge.reference, address, options)

    /** The same with the charge's reference in its place. */
    public suspend fun authorizeAvs(
        charge: String,
        address: BillingAddress,
        options: CallOptions? = null,
    ): Charge = charging { patience -> client.authorizeAvs(charge, address, options, patience) }

    /** The same for Java, with the charge's reference in its place. Cancelling the future ends the waiting, not the call. */
    @JvmOverloads
    public fun authorizeAvsAsync(
        charge: String,
        address: BillingAddress,
        options: CallOptions? = null,
    ): CompletableFuture<Charge> = later { authorizeAvs(charge, address, options) }

    /**
     * Waits until a charge is successful or failed, by looking it up after 0.5 s and then less and less often. A charge
     * that wants a PIN, a code or an address is given back at once, for only you can bring it. When the time is up, or
     * while the service cannot be reached, it ends in the last state seen: pending is a state, not an error.
     *
     * @throws DgsPayException only for what waiting cannot mend: refused credentials and permissions.
     */
    public suspend fun wait(
        charge: Charge,
        timeout: Duration = PATIENCE,
        options: CallOptions? = null,
    ): Charge = reading { client.wait(charge, timeout.inWholeMilliseconds, options) }

    /** The same for Java. */
    @JvmOverloads
    public fun waitAsync(
        charge: Charge,
        timeout: java.time.Duration = PATIENCE.toJavaDuration(),
        options: CallOptions? = null,
    ): CompletableFuture<Charge> = later { wait(charge, timeout.toKotlinDuration(), options) }

    private suspend fun charging(call: suspend (Patience) -> Charge): Charge =
        acting(Mishap.PANICKED_WHILE_CHARGING, call)
}
