// The vectors on the package's modules without native code. Nothing in it is Node's, so that it runs in a page, too.
import { camel, compare, isObject, snake } from './compare.mjs'

const bytes = (binary) => Uint8Array.from(binary, (byte) => byte.charCodeAt(0))
const fromBase64 = (text) => bytes(atob(text))
const fromHex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
const hex = (found) => Array.from(found, (byte) => byte.toString(16).padStart(2, '0')).join('')
const length = (sealed) => atob(sealed).length

/** A result in the one form into which every language brings it. */
function plain(value) {
  if (!isObject(value)) return value ?? null
  if (Object.keys(value).sort().join() === 'amount,currency') return { ...value, amount: String(value.amount) }
  return Object.fromEntries(Object.getOwnPropertyNames(value).map((name) => [snake(name), plain(value[name])]))
}

/** What each `call` of the contract is in `dgspay/browser`. */
export function callsOfBrowser({ CardEncryptor, CardEntry, PhoneNumber, encryptCard, encryptPin }, { seal }) {
  const typed = ({ encryption_key: _, nonce_format: __, ...card }) =>
    Object.fromEntries(Object.entries(card).map(([name, value]) => [camel(name), value]))
  const options = ({ nonce_format: nonceFormat }) => ({ nonceFormat })
  /** The class and the function are one thing: whatever one of them makes or refuses, so does the other. */
  const both = async (one, other) => {
    const [first, second] = await Promise.allSettled([one(), other()])
    if (first.status !== second.status || first.reason?.message !== second.reason?.message) {
      throw new Error(`the class and the function differ: ${first.reason} and ${second.reason}`)
    }
    if (first.reason) throw first.reason
    return first.value
  }
  return {
    'card.encrypt': async (input) => {
      const { number, expiryMonth, expiryYear, cvv, nonce, warning } = await both(
        async () => new CardEncryptor(input.encryption_key, options(input)).encrypt(typed(input)),
        () => encryptCard(input.encryption_key, typed(input), options(input)),
      )
      return {
        nonce_length: nonce.length,
        number_bytes: length(number),
        expiry_month_bytes: length(expiryMonth),
        expiry_year_bytes: length(expiryYear),
        cvv_bytes: length(cvv),
        warning,
      }
    },
    'card.encrypt_pin': async (input) => {
      const { pin, nonce } = await both(
        async () => new CardEncryptor(input.encryption_key, options(input)).encryptPin(input.pin),
        () => encryptPin(input.encryption_key, input.pin, options(input)),
      )
      return { nonce_length: nonce.length, pin_bytes: length(pin) }
    },
    'card_entry.number': ({ typed, caret }) => CardEntry.number(typed, caret),
    'card_entry.expiry': ({ typed, caret, today }) => CardEntry.expiry(typed, caret, today),
    'phone.parse': ({ text, country }) => PhoneNumber.parse(text, country),
    'internal.seal': async ({ key, nonce, aad, plaintext }) =>
      hex(await seal(fromHex(key), fromHex(nonce), fromHex(aad), fromHex(plaintext))),
  }
}

/** What each `call` of the contract is in `dgspay/webhook`. */
export function callsOfWebhook({ Webhook }, { hmac }) {
  const bodyOf = ({ body, body_base64 }) =>
    body_base64 === undefined ? new TextEncoder().encode(body) : fromBase64(body_base64)
  return {
    'webhook.new': ({ secrets }) => new Webhook(secrets) && {},
    'webhook.sign': ({ secret, body }) => Webhook.sign(secret, body),
    'webhook.verify': (input) => new Webhook(input.secrets).verify(bodyOf(input), input.signature),
    'internal.hmac': async ({ key, message }) => hex(await hmac(fromHex(key), fromHex(message))),
  }
}

async function outcome(call) {
  try {
    return { ok: plain(await call()) }
  } catch (error) {
    // An error of the modules has a code; whatever else is thrown is no answer to any case.
    if (typeof error.code !== 'string' || typeof error.outcome !== 'string') throw error
    const field = error.field && snake(error.field)
    return { error: { ...plain({ ...error, field }), class: error.name, message: error.message } }
  }
}

/**
 * Runs every case whose call is among these; says why each that failed did, and how many ran of each call. One that ran of no
 * case has tested nothing: that counts as a failure, too.
 */
export async function run(calls, cases) {
  const ran = Object.fromEntries(Object.keys(calls).map((call) => [call, 0]))
  const failed = {}
  for (const { id, call, input, expect } of cases.filter(({ call }) => call in calls)) {
    ran[call] += 1
    const why = await outcome(() => calls[call](input)).then(
      (found) => compare(expect, found),
      (error) => String(error.stack ?? error),
    )
    if (why) failed[id] = why
  }
  for (const call of Object.keys(ran)) if (ran[call] === 0) failed[call] = 'no case has this call'
  return { ran, failed }
}
