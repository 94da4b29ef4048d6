import { encrypted } from '../encrypted.js'
import type { CardEncryptorOptions, CardInput } from '../input.js'
import type { EncryptedCard, EncryptedPin } from '../native.js'
import { named, text } from './arguments.mjs'
import { invalidCard, invalidSecret, invalidSetting } from './codes.mjs'
import { failure } from './errors.mjs'
import { passesLuhn } from './luhn.mjs'
import { sealer } from './seal.mjs'
import { base64, bytesOf, fromBase64, hex, trimmed } from './text.mjs'

/**
 * Encrypts cards and PINs in the page where they are typed, with the browser's own AES-256-GCM.
 *
 * ```ts
 * const encryptor = new CardEncryptor(encryptionKey)
 * const card = await encryptor.encrypt({ number: '4242 4242 4242 4242', expiryMonth: 12, expiryYear: 28, cvv: '123' })
 * await fetch('/pay', { method: 'POST', body: JSON.stringify({ card }) })
 * ```
 *
 * What it makes is still card data: send it to your server, and never log or store it.
 */
export class CardEncryptor {
  readonly #key: Uint8Array<ArrayBuffer>
  readonly #isLong: boolean

  /**
   * An encryptor with the merchant's encryption key, as Settings, API Settings shows it. It is symmetric: whoever sees your
   * page can decrypt what it encrypts. An API key has no place in a page.
   *
   * @throws {ConfigError} `invalid_secret` if it is not base64 of 32 bytes or a placeholder; `invalid_setting` for another form
   * of nonce, or where the browser has no WebCrypto: that is any page but one of https or localhost.
   */
  constructor(encryptionKey: string, options?: CardEncryptorOptions | null) {
    const { nonceFormat } = named(options ?? {}, 'options', ['nonceFormat'])
    this.#key = keyOf(encryptionKey)
    this.#isLong = isLong(nonceFormat)
    if (!globalThis.crypto?.subtle) {
      const instead = 'Serve the page over https; only localhost may do without.'
      throw failure(invalidSetting, 'The browser has no WebCrypto for this page', undefined, instead)
    }
  }

  /**
   * Encrypts a card. A number that fails its check digit passes with a `warning`: the service decides.
   *
   * @throws {ValidationError} `invalid_card` with the `field`; what was typed does not stand in it.
   */
  async encrypt(card: CardInput): Promise<EncryptedCard> {
    const typed = named(card, 'card', ['number', 'expiryMonth', 'expiryYear', 'cvv'])
    const number = read('number', typed.number, bare, /^\d{12,19}$/, 'card number is not 12 to 19 digits')
    const month = read('expiryMonth', spelled(typed.expiryMonth), trimmed, /^(0?[1-9]|1[0-2])$/, MONTH)
    const year = read('expiryYear', spelled(typed.expiryYear), trimmed, /^(20)?\d\d$/, YEAR)
    const cvv = read('cvv', typed.cvv, bare, /^\d{3,4}$/, 'security code is not 3 to 4 digits')
    const { nonce, seal } = await this.#sealer()
    return encrypted('EncryptedCard', {
      number: await seal(number),
      expiryMonth: await seal(month.padStart(2, '0')),
      expiryYear: await seal(year.padStart(4, '20')),
      cvv: await seal(cvv),
      nonce,
      ...(!passesLuhn(number) && { warning: 'The card number fails its check digit: it may be mistyped' }),
    })
  }

  /**
   * Encrypts a card's PIN, for `charges.authorizePin` on your server, under a nonce of its own.
   *
   * @throws {ValidationError} `invalid_card` if it is not 4 to 12 digits.
   */
  async encryptPin(pin: string): Promise<EncryptedPin> {
    const plain = read('pin', pin, bare, /^\d{4,12}$/, 'PIN is not 4 to 12 digits')
    const { nonce, seal } = await this.#sealer()
    return encrypted('EncryptedPin', { pin: await seal(plain), nonce })
  }

  /** A fresh nonce as it is sent, and what encrypts under it: the fields of one card share one, as the service demands. */
  async #sealer() {
    const random = crypto.getRandomValues(new Uint8Array(this.#isLong ? 12 : 6))
    const nonce = hex(random)
    const iv = this.#isLong ? random : bytesOf(nonce)
    const seal = await sealer(this.#key, iv)
    return { nonce, seal: async (plain: string) => base64(await seal(bytesOf(plain))) }
  }
}

/**
 * Encrypts one card: `new CardEncryptor(encryptionKey, options).encrypt(card)`.
 *
 * @throws as {@link CardEncryptor} and {@link CardEncryptor.encrypt}.
 */
export async function encryptCard(
  encryptionKey: string,
  card: CardInput,
  options?: CardEncryptorOptions | null,
): Promise<EncryptedCard> {
  return new CardEncryptor(encryptionKey, options).encrypt(card)
}

/**
 * Encrypts one PIN: `new CardEncryptor(encryptionKey, options).encryptPin(pin)`.
 *
 * @throws as {@link CardEncryptor} and {@link CardEncryptor.encryptPin}.
 */
export async function encryptPin(
  encryptionKey: string,
  pin: string,
  options?: CardEncryptorOptions | null,
): Promise<EncryptedPin> {
  return new CardEncryptor(encryptionKey, options).encryptPin(pin)
}

type Bytes = Uint8Array<ArrayBuffer>

function keyOf(encryptionKey: unknown): Bytes {
  const key = typeof encryptionKey === 'string' ? fromBase64(trimmed(encryptionKey)) : undefined
  if (key?.length !== 32) throw refusedKey('The encryption key is not base64 of 32 bytes')
  if (key.every((byte) => byte === key[0])) throw refusedKey('The encryption key is a placeholder')
  return key
}

function refusedKey(what: string) {
  return failure(invalidSecret, what, undefined, 'Copy the encryption key from Settings, API Settings.')
}

/** Whether the nonce is written as 24 characters for its 12 bytes, and not as the 12 characters that are its bytes (C-1). */
function isLong(nonceFormat: unknown): boolean {
  if (nonceFormat == null) return false
  const word = text(nonceFormat, 'nonceFormat')
  const [, length] = /^hex(12|24)$/i.exec(word) ?? []
  if (length === undefined) throw failure(invalidSetting, `"${word}" is not a form of nonce: it is hex12 or hex24`)
  return length === '24'
}

const MONTH = 'month of expiry is not 1 to 12'
const YEAR = 'year of expiry is not two digits or four, such as 28 or 2028'

const spelled = (number: unknown) => (typeof number === 'number' ? String(number) : number)

/** Without the spaces and dashes that people put between digits. */
const bare = (typed: string) => typed.replace(/[ \u00a0-]/g, '')

/** What was typed in a field, cleaned of what may stand there, if nothing else does. */
function read(field: string, typed: unknown, clean: (typed: string) => string, pattern: RegExp, complaint: string) {
  const cleaned = clean(text(typed, field))
  if (pattern.test(cleaned)) return cleaned
  throw failure(invalidCard, `The ${complaint}`, field)
}
