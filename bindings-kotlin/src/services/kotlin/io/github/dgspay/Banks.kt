package io.github.dgspay

import io.github.dgspay.internal.NativeClient
import io.github.dgspay.internal.later
import io.github.dgspay.internal.reading
import java.util.concurrent.CompletableFuture

/** Banks and mobile-money providers that payouts can go to (`protocol/dgs-pay.md` §12). */
public class Banks internal constructor(
    private val client: NativeClient,
) {
    /**
     * The banks and providers of a country. The list changes: fetch it when you need it.
     *
     * @param country the country; one that is not among the constants by its two-letter code, `Country.of("BI")`.
     * @throws NotFoundException for a country without any.
     * @throws DgsPayException otherwise as any read.
     */
    public suspend fun list(
        country: Country,
        options: CallOptions? = null,
    ): List<Bank> = reading { client.listBanks(country, options) }

    /** The same for Java. */
    @JvmOverloads
    public fun listAsync(
        country: Country,
        options: CallOptions? = null,
    ): CompletableFuture<List<Bank>> = later { list(country, options) }
}
