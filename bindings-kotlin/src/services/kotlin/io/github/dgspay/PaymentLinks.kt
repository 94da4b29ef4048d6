package io.github.dgspay

import io.github.dgspay.internal.Mishap
import io.github.dgspay.internal.NativeClient
import io.github.dgspay.internal.Patience
import io.github.dgspay.internal.acting
import io.github.dgspay.internal.later
import io.github.dgspay.internal.reading
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import java.util.concurrent.CompletableFuture

/**
 * Payment links: pages of the service where anybody who has the link can pay (`protocol/dgs-pay.md` §10).
 *
 * Making or changing one moves no money. But if its answer is lost, the link may have been made or changed all the same,
 * so these calls are not sent again either, and cancelling the coroutine does not stop them.
 */
public class PaymentLinks internal constructor(
    private val client: NativeClient,
) {
    /**
     * Makes a link. With an [amount] it is fixed; without one the payer chooses, between the limits if there are any.
     *
     * @param title what the payer reads first, such as `Invoice #123`.
     * @param currency without it that of the amounts, and without those RWF.
     * @param amount the exact amount.
     * @param minAmount the least that a payer may choose.
     * @param maxAmount the most that a payer may choose.
     * @param paymentTypes how it can be paid; without it in every way there is.
     * @param slug the end of the link's address; without it the service makes one from the title.
     * @param description what the payer reads below the title.
     * @param redirectUrl where the payer lands afterwards.
     * @param maxUses how many successful payments it takes; without it there is no limit.
     * @param expiresAt when it stops taking payments: `Timestamp.of(Instant)`.
     * @param collectPhone whether the payer is asked for a phone number; without it yes.
     * @param collectName whether the payer is asked for a name; without it yes.
     * @param collectAddress whether the payer is asked for an address; without it no.
     * @param logoUrl a picture for the head of the page.
     * @param metadata anything of your own: a JSON object, as text.
     * @param options how this call differs from the client's settings.
     * @throws ValidationException before anything is sent, or from the service, as for a slug that is taken.
     * @throws DgsPayException for every other failure.
     */
    public suspend fun create(
        title: String,
        currency: String? = null,
        amount: Money? = null,
        minAmount: Money? = null,
        maxAmount: Money? = null,
        paymentTypes: List<PaymentMethod>? = null,
        slug: String? = null,
        description: String? = null,
        redirectUrl: String? = null,
        maxUses: Int? = null,
        expiresAt: Timestamp? = null,
        collectPhone: Boolean? = null,
        collectName: Boolean? = null,
        collectAddress: Boolean? = null,
        logoUrl: String? = null,
        metadata: String? = null,
        options: CallOptions? = null,
    ): PaymentLink =
        create(
            NewPaymentLink(
                title,
                currency,
                amount,
                minAmount,
                maxAmount,
                paymentTypes,
                slug,
                description,
                redirectUrl,
                maxUses,
                expiresAt,
                collectPhone,
                collectName,
                collectAddress,
                logoUrl,
                metadata,
            ),
            options,
        )

    /**
     * The same with a link that was described before.
     *
     * @throws ValidationException before anything is sent, or from the service, as for a slug that is taken.
     * @throws DgsPayException for every other failure.
     */
    public suspend fun create(
        link: NewPaymentLink,
        options: CallOptions? = null,
    ): PaymentLink = changing { patience -> client.createPaymentLink(link, options, patience) }

    /** The same for Java. */
    @JvmOverloads
    public fun createAsync(
        link: NewPaymentLink,
        options: CallOptions? = null,
    ): CompletableFuture<PaymentLink> = later { create(link, options) }

    /**
     * One page of links.
     *
     * @param page which page, counted from 1.
     * @param limit how many a page, 1 to 100; the service's default is 20.
     * @param options how this call differs from the client's settings.
     * @throws ValidationException for a page or limit out of range.
     * @throws DgsPayException otherwise as any read.
     */
    public suspend fun list(
        page: Int? = null,
        limit: Int? = null,
        options: CallOptions? = null,
    ): PaymentLinkPage = list(PaymentLinkFilter(page, limit), options)

    /** The same for Java. */
    @JvmOverloads
    public fun listAsync(
        filter: PaymentLinkFilter = PaymentLinkFilter(),
        options: CallOptions? = null,
    ): CompletableFuture<PaymentLinkPage> = later { list(filter, options) }

    /**
     * All links, page after page, each fetched when it is asked for. The parameters are those of [list]; the walk begins at
     * [page].
     */
    public fun iter(
        page: Int? = null,
        limit: Int? = null,
        options: CallOptions? = null,
    ): Flow<PaymentLink> =
        flow {
            var filter: PaymentLinkFilter? = PaymentLinkFilter(page, limit)
            while (filter != null) {
                val answer = list(filter, options)
                answer.links.forEach { emit(it) }
                filter = answer.nextPage?.let { filter.copy(page = it) }
            }
        }

    /**
     * A link with its numbers and its latest charges.
     *
     * @throws NotFoundException if there is none, or if it belongs to another account.
     * @throws DgsPayException otherwise as any read.
     */
    public suspend fun get(
        id: String,
        options: CallOptions? = null,
    ): PaymentLinkDetails = reading { client.getPaymentLink(id, options) }

    /** The same for Java. */
    @JvmOverloads
    public fun getAsync(
        id: String,
        options: CallOptions? = null,
    ): CompletableFuture<PaymentLinkDetails> = later { get(id, options) }

    /**
     * Changes a link; what is not given stays.
     *
     * @param id the link's identifier.
     * @param title what the payer reads first.
     * @param amountType who decides on the amount.
     * @param amount the exact amount.
     * @param minAmount the least that a payer may choose.
     * @param maxAmount the most that a payer may choose.
     * @param paymentTypes how it can be paid.
     * @param slug the end of the link's address.
     * @param description what the payer reads below the title.
     * @param redirectUrl where the payer lands afterwards.
     * @param maxUses how many successful payments it takes.
     * @param expiresAt when it stops taking payments.
     * @param collectPhone whether the payer is asked for a phone number.
     * @param collectName whether the payer is asked for a name.
     * @param collectAddress whether the payer is asked for an address.
     * @param logoUrl a picture for the head of the page.
     * @param metadata anything of your own: a JSON object, as text.
     * @param options how this call differs from the client's settings.
     * @throws ValidationException before anything is sent, or from the service.
     * @throws NotFoundException also for an archived link.
     * @throws DgsPayException for every other failure.
     */
    public suspend fun update(
        id: String,
        title: String? = null,
        amountType: AmountType? = null,
        amount: Money? = null,
        minAmount: Money? = null,
        maxAmount: Money? = null,
        paymentTypes: List<PaymentMethod>? = null,
        slug: String? = null,
        description: String? = null,
        redirectUrl: String? = null,
        maxUses: Int? = null,
        expiresAt: Timestamp? = null,
        collectPhone: Boolean? = null,
        collectName: Boolean? = null,
        collectAddress: Boolean? = null,
        logoUrl: String? = null,
        metadata: String? = null,
        options: CallOptions? = null,
    ): PaymentLink =
        update(
            id,
            PaymentLinkUpdate(
                title,
                amountType,
                amount,
                minAmount,
                maxAmount,
                paymentTypes,
                slug,
                description,
                redirectUrl,
                maxUses,
                expiresAt,
                collectPhone,
                collectName,
                collectAddress,
                logoUrl,
                metadata,
            ),
            options,
        )

    /**
     * The same with a change that was described before.
     *
     * @throws ValidationException before anything is sent, or from the service.
     * @throws NotFoundException also for an archived link.
     * @throws DgsPayException for every other failure.
     */
    public suspend fun update(
        id: String,
        update: PaymentLinkUpdate,
        options: CallOptions? = null,
    ): PaymentLink = changing { patience -> client.updatePaymentLink(id, update, options, patience) }

    /** The same for Java. */
    @JvmOverloads
    public fun updateAsync(
        id: String,
        update: PaymentLinkUpdate,
        options: CallOptions? = null,
    ): CompletableFuture<PaymentLink> = later { update(id, update, options) }

    /**
     * Archives a link for ever: it takes no payment any more.
     *
     * @throws NotFoundException also if it is archived already.
     * @throws DgsPayException for every other failure.
     */
    public suspend fun archive(
        id: String,
        options: CallOptions? = null,
    ): Unit = changing { patience -> client.archivePaymentLink(id, options, patience) }

    /** The same for Java. */
    @JvmOverloads
    public fun archiveAsync(
        id: String,
        options: CallOptions? = null,
    ): CompletableFuture<Unit> = later { archive(id, options) }

    internal suspend fun list(
        filter: PaymentLinkFilter,
        options: CallOptions?,
    ): PaymentLinkPage = reading { client.listPaymentLinks(filter, options) }

    private suspend fun <T> changing(call: suspend (Patience) -> T): T = acting(Mishap.PANICKED_WHILE_CHANGING, call)
}
