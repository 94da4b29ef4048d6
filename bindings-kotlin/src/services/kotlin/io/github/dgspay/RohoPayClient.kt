package io.github.dgspay

import io.github.dgspay.internal.Mishap
import io.github.dgspay.internal.NativeRohoClient
import io.github.dgspay.internal.acting
import io.github.dgspay.internal.later
import io.github.dgspay.internal.native
import io.github.dgspay.internal.reading
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import java.util.concurrent.CompletableFuture
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlin.time.toJavaDuration
import kotlin.time.toKotlinDuration

/** How long [RohoPayClient.wait] waits unless it is told otherwise. */
private val PATIENCE = 2.minutes

/**
 * What a client of RohoPay can do, however it came by its key: make a [RohoPay]. Its methods have the names that the
 * service's own SDK taught people.
 *
 * It makes no thread and no socket before its first call, and may be shared by all threads and coroutines; one a process
 * is enough. A call that moves money carries an idempotency key: the caller's ([CallOptions]), or one made before the first
 * attempt. It is sent again only under the same key with the same bytes, so it cannot pay twice.
 */
public abstract class RohoPayClient internal constructor(
    private val client: NativeRohoClient,
) : AutoCloseable {
    /** Which environment its key is of. */
    public val environment: Environment = native { client.environment() }

    /**
     * Asks a payer for a mobile-money payment. The answer may be final already; usually it is pending, and the result comes
     * by webhook, or through [wait]. A failed collection may send no webhook.
     *
     * If the coroutine is cancelled meanwhile, the waiting ends but the call does not. The [OutcomeUnknownException] that
     * says what is known is then among the suppressed exceptions of the `CancellationException`.
     *
     * @param phone the number that pays, in any usual spelling; without a country code it belongs to the currency's country.
     * @param amount what is asked for, such as `50_000.ugx`: whole UGX, KES, TZS or RWF.
     * @param description what it is for, at most 255 characters.
     * @param callbackUrl where the webhook of this payment goes: https.
     * @param phoneAsIs whether the number goes as it was given, unchecked: for one that this library takes for wrong and the
     *   service does not.
     * @param options how this call differs from the client's settings, its own idempotency key included.
     * @throws ValidationException before anything is sent.
     * @throws OutcomeUnknownException if no attempt brought an answer: its `token` is the idempotency key, under which the
     *   same call may be repeated for 24 hours.
     * @throws DgsPayException for every other failure; its `outcome` tells whether money may have moved.
     */
    public suspend fun collect(
        phone: String,
        amount: Money,
        description: String? = null,
        callbackUrl: String? = null,
        phoneAsIs: Boolean = false,
        options: CallOptions? = null,
    ): RohoTransaction = collect(CollectionRequest(phone, amount, description, callbackUrl, phoneAsIs), options)

    /**
     * The same with a request that was made before.
     *
     * @throws DgsPayException for every failure; its `outcome` tells whether money may have moved.
     */
    public suspend fun collect(
        request: CollectionRequest,
        options: CallOptions? = null,
    ): RohoTransaction =
        acting(Mishap.PANICKED_WHILE_CHARGING) { patience -> client.collect(request, options, patience) }

    /** The same for Java. Cancelling the future ends the waiting, not the call. */
    @JvmOverloads
    public fun collectAsync(
        request: CollectionRequest,
        options: CallOptions? = null,
    ): CompletableFuture<RohoTransaction> = later { collect(request, options) }

    /**
     * Pays to a mobile wallet. It needs a live key; the service refuses it under a test key.
     *
     * If the coroutine is cancelled meanwhile, the waiting ends but the call does not; see [collect].
     *
     * @param phone the number that receives, in any usual spelling; without a country code it belongs to the currency's
     *   country.
     * @param amount what is paid: whole UGX, KES, TZS or RWF. The service has a minimum, and says so.
     * @param description what it is for, at most 255 characters.
     * @param callbackUrl where the webhook of this payout goes: https.
     * @param phoneAsIs whether the number goes as it was given, unchecked: for one that this library takes for wrong and the
     *   service does not.
     * @param options how this call differs from the client's settings, its own idempotency key included.
     * @throws ValidationException before anything is sent.
     * @throws PermissionException under a test key.
     * @throws InsufficientFundsException if the wallet holds too little.
     * @throws OutcomeUnknownException if no attempt brought an answer: its `token` is the idempotency key, under which the
     *   same call may be repeated for 24 hours.
     * @throws DgsPayException for every other failure; its `outcome` tells whether money may have moved.
     */
    public suspend fun disburse(
        phone: String,
        amount: Money,
        description: String? = null,
        callbackUrl: String? = null,
        phoneAsIs: Boolean = false,
        options: CallOptions? = null,
    ): RohoTransaction = disburse(DisbursementRequest(phone, amount, description, callbackUrl, phoneAsIs), options)

    /**
     * The same with a request that was made before.
     *
     * @throws DgsPayException for every failure; its `outcome` tells whether money may have moved.
     */
    public suspend fun disburse(
        request: DisbursementRequest,
        options: CallOptions? = null,
    ): RohoTransaction =
        acting(Mishap.PANICKED_WHILE_PAYING_OUT) { patience -> client.disburse(request, options, patience) }

    /** The same for Java. Cancelling the future ends the waiting, not the call. */
    @JvmOverloads
    public fun disburseAsync(
        request: DisbursementRequest,
        options: CallOptions? = null,
    ): CompletableFuture<RohoTransaction> = later { disburse(request, options) }

    /**
     * Begins a card payment: send the payer's whole browser to [paymentUrl][CheckoutSession.paymentUrl]. The address that
     * the payer comes back to proves nothing; wait for the webhook, or look the transaction up.
     *
     * The card goes to the service as it is: make this call on a server that may see cards, and never log what is in it.
     *
     * @param amount what is asked for: whole UGX, KES, TZS or RWF.
     * @param customerName who pays.
     * @param customerEmail the payer's e-mail address.
     * @param returnUrl where the payer lands after the bank's page, whatever the result.
     * @param cardNumber the card's number: 16 digits.
     * @param cardExpiry its end, such as `10/26`.
     * @param cardCvv its security code: 3 digits.
     * @param description what it is for, at most 255 characters.
     * @param callbackUrl where the webhook of this payment goes: https.
     * @param options how this call differs from the client's settings, its own idempotency key included.
     * @throws ValidationException before anything is sent.
     * @throws OutcomeUnknownException if no attempt brought an answer; see [collect].
     * @throws DgsPayException for every other failure; its `outcome` tells whether money may have moved.
     */
    public suspend fun checkout(
        amount: Money,
        customerName: String,
        customerEmail: String,
        returnUrl: String,
        cardNumber: String,
        cardExpiry: String,
        cardCvv: String,
        description: String? = null,
        callbackUrl: String? = null,
        options: CallOptions? = null,
    ): CheckoutSession =
        checkout(
            CheckoutRequest(
                amount,
                customerName,
                customerEmail,
                returnUrl,
                cardNumber,
                cardExpiry,
                cardCvv,
                description,
                callbackUrl,
            ),
            options,
        )

    /**
     * The same with a request that was made before.
     *
     * @throws DgsPayException for every failure; its `outcome` tells whether money may have moved.
     */
    public suspend fun checkout(
        request: CheckoutRequest,
        options: CallOptions? = null,
    ): CheckoutSession =
        acting(Mishap.PANICKED_WHILE_CHARGING) { patience -> client.checkout(request, options, patience) }

    /** The same for Java. Cancelling the future ends the waiting, not the call. */
    @JvmOverloads
    public fun checkoutAsync(
        request: CheckoutRequest,
        options: CallOptions? = null,
    ): CompletableFuture<CheckoutSession> = later { checkout(request, options) }

    /**
     * One transaction, by RohoPay's reference or the provider's.
     *
     * @throws NotFoundException if there is none.
     * @throws DgsPayException otherwise as any read.
     */
    public suspend fun getTransaction(
        reference: String,
        options: CallOptions? = null,
    ): RohoTransaction = reading { client.getTransaction(reference, options) }

    /** The same for Java. */
    @JvmOverloads
    public fun getTransactionAsync(
        reference: String,
        options: CallOptions? = null,
    ): CompletableFuture<RohoTransaction> = later { getTransaction(reference, options) }

    /**
     * One page of transactions, the newest first. What is not given does not restrict.
     *
     * @param status only those that stand so.
     * @param transactionType only those that go this way.
     * @param environment only test, or only live ones.
     * @param fromTime only those made at this time or later.
     * @param toTime only those made at this time or earlier.
     * @param limit how many a page, 1 to 100; the service's default is 20.
     * @param offset how many to leave out before the first.
     * @param options how this call differs from the client's settings.
     * @throws ValidationException for a limit or offset out of range.
     * @throws DgsPayException otherwise as any read.
     */
    public suspend fun listTransactions(
        status: PaymentStatus? = null,
        transactionType: TransactionType? = null,
        environment: Environment? = null,
        fromTime: Timestamp? = null,
        toTime: Timestamp? = null,
        limit: Int? = null,
        offset: Int? = null,
        options: CallOptions? = null,
    ): RohoTransactionPage =
        list(RohoTransactionFilter(status, transactionType, environment, fromTime, toTime, limit, offset), options)

    /** The same for Java. */
    @JvmOverloads
    public fun listTransactionsAsync(
        filter: RohoTransactionFilter = RohoTransactionFilter(),
        options: CallOptions? = null,
    ): CompletableFuture<RohoTransactionPage> = later { list(filter, options) }

    /**
     * All transactions that fit, page after page, each fetched when it is asked for. The parameters are those of
     * [listTransactions]; the walk begins at [offset].
     */
    public fun iterTransactions(
        status: PaymentStatus? = null,
        transactionType: TransactionType? = null,
        environment: Environment? = null,
        fromTime: Timestamp? = null,
        toTime: Timestamp? = null,
        limit: Int? = null,
        offset: Int? = null,
        options: CallOptions? = null,
    ): Flow<RohoTransaction> =
        flow {
            var filter: RohoTransactionFilter? =
                RohoTransactionFilter(status, transactionType, environment, fromTime, toTime, limit, offset)
            while (filter != null) {
                val page = list(filter, options)
                page.transactions.forEach { emit(it) }
                filter = page.nextOffset?.let { filter.copy(offset = it) }
            }
        }

    /**
     * The wallet's balances.
     *
     * @throws DgsPayException as any read.
     */
    public suspend fun getBalance(options: CallOptions? = null): RohoBalance = reading { client.getBalance(options) }

    /** The same for Java. */
    @JvmOverloads
    public fun getBalanceAsync(options: CallOptions? = null): CompletableFuture<RohoBalance> =
        later { getBalance(options) }

    /**
     * Waits until a transaction is successful or failed, by looking it up less and less often. When the time is up, or
     * while the service cannot be reached, it ends in the last state seen: `pending` is a state, not an error.
     *
     * @param timeout how long to wait; two minutes unless said otherwise.
     * @throws OutcomeUnknownException `executed_twice` if the transaction was handed to another provider and is successful
     *   there: the first may have executed it too.
     * @throws DgsPayException otherwise only what waiting cannot mend: refused credentials and permissions.
     */
    public suspend fun wait(
        transaction: RohoTransaction,
        timeout: Duration = PATIENCE,
        options: CallOptions? = null,
    ): RohoTransaction = reading { client.wait(transaction, timeout.inWholeMilliseconds, options) }

    /** The same for Java. */
    @JvmOverloads
    public fun waitAsync(
        transaction: RohoTransaction,
        timeout: java.time.Duration = PATIENCE.toJavaDuration(),
        options: CallOptions? = null,
    ): CompletableFuture<RohoTransaction> = later { wait(transaction, timeout.toKotlinDuration(), options) }

    /**
     * Refuses every later call with a [ConfigException]; calls that run, run to their end. Closing twice does no harm.
     */
    override fun close(): Unit = native { client.shut() }

    /** The environment and the host; never a credential. */
    override fun toString(): String = client.toString()

    private suspend fun list(
        filter: RohoTransactionFilter,
        options: CallOptions?,
    ): RohoTransactionPage = reading { client.listTransactions(filter, options) }
}
