import { isObject } from './amounts.js'
import { answered } from './call.js'
import { encrypted } from './encrypted.js'
import type { CardEncryptorOptions, CardInput } from './input.js'
import { native } from './load.js'
import type { EncryptedCard, EncryptedPin, CardEncryptor as Encryptor } from './native.js'

/**
 * Encrypts cards and PINs for the service, where they are typed: best in the app or in the page. A server that encrypts has
 * seen the card, which puts it under the rules for those who store and process cards (PCI DSS). The encryption key is
 * symmetric: whoever holds it can also decrypt.
 *
 * ```ts
 * const encryptor = new CardEncryptor()
 * const card = encryptor.encrypt({ number: '4242 4242 4242 4242', expiryMonth: 12, expiryYear: 28, cvv: '123' })
 * ```
 *
 * What it makes is still card data: never log or store it. Printed, it shows nothing; `JSON.stringify` gives what can be sent
 * to your server, and {@link Charges.createCard} there takes the parsed JSON.
 */
export class CardEncryptor {
  readonly #encryptor: Encryptor

  /**
   * An encryptor with the merchant's encryption key, as Settings, API Settings shows it; without one, that of
   * `DGSPAY_ENCRYPTION_KEY`.
   *
   * @throws {ConfigError} `missing_credential`, `invalid_secret` if it is not base64 of 32 bytes or a placeholder, or
   * `invalid_setting` for another form of nonce.
   */
  constructor(encryptionKey?: string | null, options?: CardEncryptorOptions | null) {
    this.#encryptor = answered(() => new native.CardEncryptor(encryptionKey, options ?? {}))
  }

  /**
   * Encrypts a card. A number that fails its check digit passes with a `warning`: the service decides.
   *
   * @throws {ValidationError} `invalid_card` with the `field`; what was typed does not stand in it.
   */
  encrypt(card: CardInput): EncryptedCard {
    return encrypted(
      'EncryptedCard',
      answered(() => this.#encryptor.encrypt(spelled(card))),
    )
  }

  /**
   * Encrypts a card's PIN for {@link Charges.authorizePin}, under a nonce of its own.
   *
   * @throws {ValidationError} `invalid_card` if it is not 4 to 12 digits.
   */
  encryptPin(pin: string): EncryptedPin {
    return encrypted(
      'EncryptedPin',
      answered(() => this.#encryptor.encryptPin(pin)),
    )
  }
}

function spelled(card: CardInput): object {
  if (!isObject(card)) return card
  return { ...card, expiryMonth: text(card.expiryMonth), expiryYear: text(card.expiryYear) }
}

function text(digits: string | number): string {
  return typeof digits === 'number' ? String(digits) : digits
}
