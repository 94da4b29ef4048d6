import type { Amount } from './input.js'
import type { MoneyInput } from './native.js'

/** The currency of an amount that names none. */
const HOME = 'RWF'

/** An amount without a currency is one of this currency; what is no amount at all is refused by the native module. */
export function money(amount: Amount | MoneyInput, currency: string = HOME): object {
  return isBare(amount) ? { amount, currency } : amount
}

/** The same for the named properties of an argument; what is no object is refused by the native module. */
export function withMoney<T extends object>(argument: T, names: readonly (keyof T)[], currency?: string): object {
  if (!isObject(argument)) return argument
  const written = { ...argument }
  for (const name of names) {
    if (name in argument) written[name] = money(argument[name] as Amount, currency) as T[keyof T]
  }
  return written
}

/** Whether it has properties of its own. */
export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function isBare(amount: Amount | MoneyInput): amount is Amount {
  return typeof amount !== 'object' && amount !== undefined
}
