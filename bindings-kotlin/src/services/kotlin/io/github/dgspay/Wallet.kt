package io.github.dgspay

import io.github.dgspay.internal.Mishap
import io.github.dgspay.internal.NativeClient
import io.github.dgspay.internal.acting
import io.github.dgspay.internal.later
import io.github.dgspay.internal.reading
import java.util.concurrent.CompletableFuture

/**
 * The wallet: what was received, what of it can be paid out, and conversions between its currencies
 * (`protocol/dgs-pay.md` §§13 and 14).
 */
public class Wallet internal constructor(
    private val client: NativeClient,
) {
    /**
     * The balances, one for each currency.
     *
     * @throws DgsPayException as any read: refused credentials, connection and service errors after the retries.
     */
    public suspend fun balances(options: CallOptions? = null): List<Balance> = reading { client.balances(options) }

    /** The same for Java. */
    @JvmOverloads
    public fun balancesAsync(options: CallOptions? = null): CompletableFuture<List<Balance>> =
        later { balances(options) }

    /**
     * What a conversion would give now. No money moves, and the rate may have changed when it does.
     *
     * @param amount what would leave the wallet, in its currency.
     * @param to the currency it would become, by its ISO 4217 code.
     * @throws ValidationException `invalid_currency` if both are the same, or if there is none of that code.
     * @throws DgsPayException otherwise as any read.
     */
    public suspend fun previewConversion(
        amount: Money,
        to: String,
        options: CallOptions? = null,
    ): ConversionPreview = reading { client.previewConversion(amount, to, options) }

    /** The same for Java. */
    @JvmOverloads
    public fun previewConversionAsync(
        amount: Money,
        to: String,
        options: CallOptions? = null,
    ): CompletableFuture<ConversionPreview> = later { previewConversion(amount, to, options) }

    /**
     * Converts money of the wallet at the rate of this moment. The source is debited at once, the target credited later;
     * the webhook tells how it ends.
     *
     * If the coroutine is cancelled meanwhile, the waiting ends but the call does not. The [OutcomeUnknownException] that
     * says what is known is then among the suppressed exceptions of the `CancellationException`.
     *
     * @param amount what leaves the wallet, in its currency.
     * @param to the currency it becomes, by its ISO 4217 code.
     * @throws ValidationException before anything is sent: `invalid_currency` if both are the same, or if there is none of
     *   that code.
     * @throws InsufficientFundsException with what the wallet holds and what is needed.
     * @throws OutcomeUnknownException if the request was sent and its answer did not arrive. It is not sent again.
     * @throws DgsPayException for every other failure; its `outcome` tells whether money may have moved.
     */
    public suspend fun convert(
        amount: Money,
        to: String,
        options: CallOptions? = null,
    ): Conversion =
        acting(Mishap.PANICKED_WHILE_CONVERTING) { patience -> client.convert(amount, to, options, patience) }

    /** The same for Java. Cancelling the future ends the waiting, not the call. */
    @JvmOverloads
    public fun convertAsync(
        amount: Money,
        to: String,
        options: CallOptions? = null,
    ): CompletableFuture<Conversion> = later { convert(amount, to, options) }
}
