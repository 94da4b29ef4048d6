package io.github.dgspay

import io.github.dgspay.internal.NativeClient
import io.github.dgspay.internal.native

/**
 * What a client of DGS-Pay can do, however it came by its key: make a [DgsPay].
 *
 * It makes no thread and no socket before its first call, and may be shared by all threads and coroutines; one a process
 * is enough.
 */
public abstract class DgsPayClient internal constructor(
    private val client: NativeClient,
) : AutoCloseable {
    /** Which environment it talks to. */
    public val environment: Environment = native { client.environment() }

    /** Charges: asking a payer for money. */
    public val charges: Charges = Charges(client)

    /** Payment links: pages of the service where anybody who has the link can pay. */
    public val paymentLinks: PaymentLinks = PaymentLinks(client)

    /** Disbursements: paying out of the wallet. */
    public val disbursements: Disbursements = Disbursements(client)

    /** Banks and mobile-money providers that payouts can go to. */
    public val banks: Banks = Banks(client)

    /** The wallet. */
    public val wallet: Wallet = Wallet(client)

    /** What has happened on the account. */
    public val transactions: Transactions = Transactions(client)

    /**
     * Refuses every later call with a [ConfigException]; calls that run, run to their end. Closing twice does no harm.
     */
    override fun close(): Unit = native { client.shut() }

    /** The environment and the host; never a credential. */
    override fun toString(): String = client.toString()
}
