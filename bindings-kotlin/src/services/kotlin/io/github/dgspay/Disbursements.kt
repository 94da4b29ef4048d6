package io.github.dgspay

import io.github.dgspay.internal.Mishap
import io.github.dgspay.internal.NativeClient
import io.github.dgspay.internal.Patience
import io.github.dgspay.internal.acting
import io.github.dgspay.internal.later
import java.util.concurrent.CompletableFuture

/**
 * Disbursements: paying out of the wallet, in RWF (`protocol/dgs-pay.md` §11). An accepted payout is no proof of payment:
 * how it ends, the webhook tells ([Event.DisbursementSucceeded], [Event.DisbursementFailed]).
 */
public class Disbursements internal constructor(
    private val client: NativeClient,
) {
    /**
     * Pays to a bank account.
     *
     * If the coroutine is cancelled meanwhile, the waiting ends but the call does not. The [OutcomeUnknownException] that
     * says what is known is then among the suppressed exceptions of the `CancellationException`.
     *
     * @param amount what leaves the wallet. The fee is taken from what arrives: [FeeSchedule.grossUp] reckons it in.
     * @param bankKey the bank, by its key in the list of [Banks].
     * @param accountNumber the recipient's account.
     * @param name the recipient's name.
     * @param branch the branch, which some banks require.
     * @param narration what stands on the recipient's statement.
     * @param callbackUrl where the webhook of this payout goes, in place of the account's own URL; it gets the query
     *   parameter `dgspay_token`, which ties the webhook to this call even if its answer is lost.
     * @param scenarioKey what the sandbox shall play, such as `scenario:insufficient_balance`; refused in production.
     * @param options how this call differs from the client's settings.
     * @throws ValidationException before anything is sent.
     * @throws InsufficientFundsException with what the wallet holds and what is needed, if the service says so.
     * @throws OutcomeUnknownException if the request was sent and its answer did not arrive. It is not sent again, for
     *   DGS-Pay has no key that would make that safe.
     * @throws DgsPayException for every other failure; its `outcome` tells whether money may have moved.
     */
    public suspend fun toBank(
        amount: Money,
        bankKey: String,
        accountNumber: String,
        name: String? = null,
        branch: String? = null,
        narration: String? = null,
        callbackUrl: String? = null,
        scenarioKey: String? = null,
        options: CallOptions? = null,
    ): Payout =
        toBank(
            BankPayout(amount, bankKey, accountNumber, name, branch, narration, callbackUrl, scenarioKey),
            options,
        )

    /**
     * The same with a request that was made before.
     *
     * @throws ValidationException before anything is sent.
     * @throws OutcomeUnknownException if the request was sent and its answer did not arrive.
     * @throws DgsPayException for every other failure; its `outcome` tells whether money may have moved.
     */
    public suspend fun toBank(
        payout: BankPayout,
        options: CallOptions? = null,
    ): Payout = payingOut { patience -> client.payOutToBank(payout, options, patience) }

    /** The same for Java. Cancelling the future ends the waiting, not the call. */
    @JvmOverloads
    public fun toBankAsync(
        payout: BankPayout,
        options: CallOptions? = null,
    ): CompletableFuture<Payout> = later { toBank(payout, options) }

    /**
     * Pays to a mobile wallet.
     *
     * If the coroutine is cancelled meanwhile, the waiting ends but the call does not; see [toBank].
     *
     * @param amount what leaves the wallet. The fee is taken from what arrives: [FeeSchedule.grossUp] reckons it in.
     * @param phone the recipient's number, in any usual spelling; without a country code it is one of Rwanda.
     * @param network the recipient's wallet.
     * @param name the recipient's name.
     * @param narration what stands on the recipient's statement.
     * @param callbackUrl where the webhook of this payout goes, in place of the account's own URL; it gets the query
     *   parameter `dgspay_token`, which ties the webhook to this call even if its answer is lost.
     * @param scenarioKey what the sandbox shall play, such as `scenario:insufficient_balance`; refused in production.
     * @param options how this call differs from the client's settings.
     * @throws ValidationException before anything is sent.
     * @throws InsufficientFundsException with what the wallet holds and what is needed, if the service says so.
     * @throws OutcomeUnknownException if the request was sent and its answer did not arrive. It is not sent again, for
     *   DGS-Pay has no key that would make that safe.
     * @throws DgsPayException for every other failure; its `outcome` tells whether money may have moved.
     */
    public suspend fun toMobileMoney(
        amount: Money,
        phone: String,
        network: MobileNetwork,
        name: String? = null,
        narration: String? = null,
        callbackUrl: String? = null,
        scenarioKey: String? = null,
        options: CallOptions? = null,
    ): Payout {
        val number = PhoneNumber.asWritten(phone)
        return toMobileMoney(
            MobileMoneyPayout(amount, number, network, name, narration, callbackUrl, scenarioKey),
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
    public suspend fun toMobileMoney(
        payout: MobileMoneyPayout,
        options: CallOptions? = null,
    ): Payout = payingOut { patience -> client.payOutToMobileMoney(payout, options, patience) }

    /** The same for Java. Cancelling the future ends the waiting, not the call. */
    @JvmOverloads
    public fun toMobileMoneyAsync(
        payout: MobileMoneyPayout,
        options: CallOptions? = null,
    ): CompletableFuture<Payout> = later { toMobileMoney(payout, options) }

    private suspend fun payingOut(call: suspend (Patience) -> Payout): Payout =
        acting(Mishap.PANICKED_WHILE_PAYING_OUT, call)
}
