import { money, withMoney } from './amounts.js'
import { answered } from './call.js'
import type { Amount, FeeTierInput } from './input.js'
import { native } from './load.js'
import type { FeeQuote, FeeRounding, MoneyInput, FeeSchedule as Schedule } from './native.js'

/** How a {@link FeeSchedule} rounds. */
export interface FeeScheduleOptions {
  /** How a fee is brought to the digits of its currency; without it `half_up`. */
  rounding?: FeeRounding | null | undefined
}

/** Between what a percentage stays. */
export interface FeeLimits {
  /** The least that is charged. */
  minimum?: Amount | MoneyInput | null | undefined
  /** The most that is charged. */
  maximum?: Amount | MoneyInput | null | undefined
}

/**
 * A price list: flat, percentage with minimum and maximum, or tiers. No fee is written into this library, for the service
 * publishes none: write down your agreement once.
 *
 * ```ts
 * const fees = FeeSchedule.percent(3)
 * fees.quote(5000).net.amount // 4850
 * fees.grossUp(5000).gross.amount // 5155
 * ```
 *
 * Amounts without a currency are in RWF.
 */
export class FeeSchedule {
  readonly #schedule: Schedule

  /**
   * A schedule of tiers, the lowest first.
   *
   * @throws {ConfigError} `invalid_fee_schedule` if there is no tier, if the tiers do not ascend, if currencies mix, if a
   * percentage is not from 0 to less than 100, if a minimum is above its maximum, or if a part is negative.
   */
  constructor(tiers: readonly FeeTierInput[], options?: FeeScheduleOptions | null)
  /** @internal */
  constructor(schedule: Schedule)
  constructor(of: readonly FeeTierInput[] | Schedule, options?: FeeScheduleOptions | null) {
    this.#schedule =
      of instanceof native.FeeSchedule
        ? of
        : answered(() => new native.FeeSchedule(Array.isArray(of) ? of.map(written) : of, options ?? {}))
  }

  /**
   * The same fee for every amount.
   *
   * @throws {ConfigError} `invalid_fee_schedule` if it is negative.
   */
  static flat(fee: Amount | MoneyInput): FeeSchedule {
    return new FeeSchedule(answered(() => native.FeeSchedule.flat(money(fee))))
  }

  /**
   * A share of every amount, in percent (3 is 3 %), between a minimum and a maximum.
   *
   * @throws {ConfigError} `invalid_fee_schedule`.
   */
  static percent(percent: Amount, limits?: FeeLimits | null): FeeSchedule {
    const between = withMoney(limits ?? {}, ['minimum', 'maximum'])
    return new FeeSchedule(answered(() => native.FeeSchedule.percent(percent, between)))
  }

  /**
   * What a gross amount costs.
   *
   * @throws {ValidationError} `invalid_amount` if it is not positive, not above its fee, or above the last tier;
   * `invalid_currency` if the schedule is of another currency.
   */
  quote(gross: Amount | MoneyInput): FeeQuote {
    return answered(() => this.#schedule.quote(money(gross)))
  }

  /**
   * The smallest gross amount whose net is at least this one.
   *
   * @throws {ValidationError} `invalid_amount` if it is not positive, or if no amount of the schedule leaves so much;
   * `invalid_currency` if the schedule is of another currency.
   */
  grossUp(net: Amount | MoneyInput): FeeQuote {
    return answered(() => this.#schedule.grossUp(money(net)))
  }
}

function written(tier: FeeTierInput): object {
  return withMoney(tier, ['upTo', 'flat', 'minimum', 'maximum'])
}
