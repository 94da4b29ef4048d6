import type { EncryptedCard as Card, EncryptedPin as Pin } from './native.js'

/** Node's `inspect.custom`, by the name under which it is to be had where there is no `node:util`. */
const inspect = Symbol.for('nodejs.util.inspect.custom')

/** What printing shows. */
const redacted = (name: string) => `${name} [redacted]`

/** A card's ciphertexts: they can be passed on and be written as JSON, but whoever prints the object does not see them. */
export class EncryptedCard {
  readonly #card: Card

  constructor(card: Card) {
    this.#card = card
  }

  get number(): string {
    return this.#card.number
  }

  get expiryMonth(): string {
    return this.#card.expiryMonth
  }

  get expiryYear(): string {
    return this.#card.expiryYear
  }

  get cvv(): string {
    return this.#card.cvv
  }

  get nonce(): string {
    return this.#card.nonce
  }

  get warning(): string | undefined {
    return this.#card.warning
  }

  toJSON(): Card {
    return { ...this.#card }
  }

  [inspect](): string {
    return redacted('EncryptedCard')
  }
}

/** The same of a PIN. */
export class EncryptedPin implements Pin {
  readonly #pin: Pin

  constructor(pin: Pin) {
    this.#pin = pin
  }

  get pin(): string {
    return this.#pin.pin
  }

  get nonce(): string {
    return this.#pin.nonce
  }

  toJSON(): Pin {
    return { ...this.#pin }
  }

  [inspect](): string {
    return redacted('EncryptedPin')
  }
}
