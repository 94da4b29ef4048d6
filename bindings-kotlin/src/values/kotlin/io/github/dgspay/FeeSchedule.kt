package io.github.dgspay

import io.github.dgspay.internal.NativeFeeSchedule
import io.github.dgspay.internal.native
import java.math.BigDecimal

/**
 * A price list: flat, percentage with minimum and maximum, or tiers. No fee is written into this library, for no document
 * has a price list: a merchant writes down the agreement once, as one of these.
 *
 * ```kotlin
 * val fees = FeeSchedule.percent(BigDecimal("3"))
 * fees.quote(5_000.rwf).net       // RWF 4,850
 * fees.grossUp(5_000.rwf).gross   // RWF 5,155
 * ```
 */
public class FeeSchedule private constructor(
    private val schedule: NativeFeeSchedule,
) {
    /**
     * A schedule of tiers, the lowest first.
     *
     * @param rounding how a fee is brought to the digits of its currency.
     * @throws ConfigException `invalid_fee_schedule` if there is no tier, if the tiers do not ascend or do not end, if
     *   currencies mix, if a percentage is not from 0 to less than 100, if a minimum is above its maximum, or if a part is
     *   negative.
     */
    @JvmOverloads
    public constructor(
        tiers: List<FeeTier>,
        rounding: FeeRounding = FeeRounding.HALF_UP,
    ) : this(native { NativeFeeSchedule(tiers, rounding) })

    /**
     * What a gross amount costs.
     *
     * @throws ValidationException `invalid_amount` if it is not positive, not above its fee, or above the last tier;
     *   `invalid_currency` if the schedule is of another currency.
     */
    public fun quote(gross: Money): FeeQuote = native { schedule.quote(gross) }

    /**
     * The smallest gross amount whose net is at least this one.
     *
     * @throws ValidationException `invalid_amount` if it is not positive, or if no amount of the schedule leaves so much;
     *   `invalid_currency` if the schedule is of another currency.
     */
    public fun grossUp(net: Money): FeeQuote = native { schedule.grossUp(net) }

    /** The simple price lists. */
    public companion object {
        /**
         * The same fee for every amount.
         *
         * @throws ConfigException `invalid_fee_schedule` if it is negative.
         */
        @JvmStatic
        public fun flat(fee: Money): FeeSchedule = FeeSchedule(native { NativeFeeSchedule.flat(fee) })

        /**
         * A share of every amount, in percent (3 is 3 %), between a minimum and a maximum.
         *
         * @throws ConfigException `invalid_fee_schedule` if it is not from 0 to less than 100, if the minimum is above the
         *   maximum, or if one is negative.
         */
        @JvmStatic
        @JvmOverloads
        public fun percent(
            percent: BigDecimal,
            minimum: Money? = null,
            maximum: Money? = null,
        ): FeeSchedule = FeeSchedule(native { NativeFeeSchedule.percent(percent, minimum, maximum) })
    }
}
