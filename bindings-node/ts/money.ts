import { answered } from './call.js'
import type { Amount } from './input.js'
import { native } from './load.js'
import type { Money as Exact, MoneyInput } from './native.js'

/** An exact amount in major units (2000 is RWF 2,000) and its currency. */
export type Money = Exact

/** Exact amounts. JavaScript's own arithmetic is not: `0.1 + 0.2` is not 0.3. */
export const Money = {
  /**
   * An amount of a currency.
   *
   * @throws {ValidationError} `invalid_amount` if it is not exact, has more fraction digits than its currency, or is beyond
   * 10^12; `invalid_currency`.
   */
  of(amount: Amount, currency: string): Money {
    return answered(() => native.moneyOf({ amount, currency }))
  },

  /**
   * The sum.
   *
   * @throws {ValidationError} `invalid_currency` if the currencies differ, `invalid_amount` beyond 10^12.
   */
  add(left: MoneyInput, right: MoneyInput): Money {
    return answered(() => native.moneyAdd(left, right))
  },

  /**
   * The difference, which may be negative.
   *
   * @throws {ValidationError} `invalid_currency` if the currencies differ, `invalid_amount` beyond 10^12.
   */
  subtract(left: MoneyInput, right: MoneyInput): Money {
    return answered(() => native.moneySubtract(left, right))
  },

  /**
   * -1 if the left is smaller, 1 if it is larger, 0 if they are equal: fit for `sort`.
   *
   * @throws {ValidationError} `invalid_currency` if the currencies differ.
   */
  compare(left: MoneyInput, right: MoneyInput): -1 | 0 | 1 {
    return answered(() => native.moneyCompare(left, right))
  },

  /**
   * The amount for people, such as `RWF 5,000`.
   *
   * @throws {ValidationError} as {@link Money.of}.
   */
  format(money: MoneyInput): string {
    return answered(() => native.moneyFormat(money))
  },
} as const
