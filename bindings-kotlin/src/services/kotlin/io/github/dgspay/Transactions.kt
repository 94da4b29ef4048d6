package io.github.dgspay

import io.github.dgspay.internal.NativeClient
import io.github.dgspay.internal.later
import io.github.dgspay.internal.reading
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import java.util.concurrent.CompletableFuture

/** Transactions: what has happened on the account (`protocol/dgs-pay.md` §15). */
public class Transactions internal constructor(
    private val client: NativeClient,
) {
    /**
     * One page of transactions, the newest first. What is not given does not restrict.
     *
     * @param page which page, counted from 1.
     * @param limit how many a page, 1 to 100; the service's default is 20.
     * @param status only those that stand so.
     * @param reference only the one with this reference.
     * @param paymentLinkId only those of this payment link.
     * @param flwReference only the one with this reference of the provider underneath.
     * @param options how this call differs from the client's settings.
     * @throws ValidationException for a page or limit out of range.
     * @throws DgsPayException otherwise as any read.
     */
    public suspend fun list(
        page: Int? = null,
        limit: Int? = null,
        status: PaymentStatus? = null,
        reference: String? = null,
        paymentLinkId: String? = null,
        flwReference: String? = null,
        options: CallOptions? = null,
    ): TransactionPage = list(TransactionFilter(page, limit, status, reference, paymentLinkId, flwReference), options)

    /** The same for Java. */
    @JvmOverloads
    public fun listAsync(
        filter: TransactionFilter = TransactionFilter(),
        options: CallOptions? = null,
    ): CompletableFuture<TransactionPage> = later { list(filter, options) }

    /**
     * One transaction, by its identifier or by the payment's reference.
     *
     * @throws NotFoundException if there is none, or if it belongs to another account.
     * @throws DgsPayException otherwise as any read.
     */
    public suspend fun get(
        reference: String,
        options: CallOptions? = null,
    ): Transaction = reading { client.getTransaction(reference, options) }

    /** The same for Java. */
    @JvmOverloads
    public fun getAsync(
        reference: String,
        options: CallOptions? = null,
    ): CompletableFuture<Transaction> = later { get(reference, options) }

    /**
     * All transactions that fit, page after page, each fetched when it is asked for. The parameters are those of [list];
     * the walk begins at [page].
     */
    public fun iter(
        page: Int? = null,
        limit: Int? = null,
        status: PaymentStatus? = null,
        reference: String? = null,
        paymentLinkId: String? = null,
        flwReference: String? = null,
        options: CallOptions? = null,
    ): Flow<Transaction> =
        flow {
            var filter: TransactionFilter? =
                TransactionFilter(page, limit, status, reference, paymentLinkId, flwReference)
            while (filter != null) {
                val answer = list(filter, options)
                answer.transactions.forEach { emit(it) }
                filter = answer.nextPage?.let { filter.copy(page = it) }
            }
        }

    internal suspend fun list(
        filter: TransactionFilter,
        options: CallOptions?,
    ): TransactionPage = reading { client.listTransactions(filter, options) }
}
