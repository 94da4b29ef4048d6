package io.github.dgspay

import io.github.dgspay.internal.NativeClient
import io.github.dgspay.internal.later
import io.github.dgspay.internal.reading
import java.util.concurrent.CompletableFuture

/** The wallet: what was received, and what of it can be paid out (`protocol/dgs-pay.md` §13). */
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
}
