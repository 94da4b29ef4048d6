// The forms of the contract: what goes into the public layer, what comes out of it, and how the two are compared.
import { camel, isObject, snake } from './compare.mjs'
import { dgspay } from './package.mjs'

const { DgsPayError, Money } = dgspay

const AMOUNTS = ['amount', 'min_amount', 'max_amount', 'up_to', 'flat', 'minimum', 'maximum']

/** An input in the names of the public layer. Amounts that have a currency, in them or beside them, are money. */
export function given(input, currency = input?.currency) {
  const value = (name, field) => {
    if (AMOUNTS.includes(name) && isObject(field)) return Money.of(field.amount, field.currency)
    if (AMOUNTS.includes(name)) return currency ? Money.of(field, currency) : field
    if (Array.isArray(field)) return field.map((part) => (isObject(part) ? given(part, currency) : part))
    return isObject(field) ? given(field) : field
  }
  return Object.fromEntries(Object.entries(input ?? {}).map(([name, field]) => [camel(name), value(name, field)]))
}

/** Whether it is an amount, and no more: the body of a request may have these two beside others. */
function isMoney(value) {
  return typeof value.amount === 'number' && 'currency' in value && Object.keys(value).length === 2
}

/** A result in the one form into which every language brings it. */
export function plain(value) {
  if (Array.isArray(value)) return value.map(plain)
  if (!isObject(value)) return value ?? null
  if ('e164' in value) return value.e164
  if (isMoney(value)) {
    return { amount: String(value.amount), currency: value.currency, text: Money.format(value) }
  }
  return fields(value)
}

/** The fields of a result in that form, those included that printing leaves out. */
export function fields(value) {
  return Object.fromEntries(Object.getOwnPropertyNames(value).map((name) => [snake(name), plain(value[name])]))
}

/** How a call ended, by itself or in an error. */
export async function outcome(call) {
  try {
    return { ok: await call() }
  } catch (error) {
    if (!(error instanceof DgsPayError)) throw error
    if (error.name !== error.constructor.name) throw new Error(`${error.constructor.name} calls itself ${error.name}`)
    const field = error.field && snake(error.field)
    return { error: { ...fields({ ...error, field }), class: error.name, message: error.message } }
  }
}
