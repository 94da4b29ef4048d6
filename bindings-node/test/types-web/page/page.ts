// A page's code in a project that knows the browser and nothing of Node.
import {
  type CardBrand,
  CardEncryptor,
  CardEntry,
  type CardInput,
  ConfigError,
  DgsPayError,
  type EncryptedCard,
  encryptCard,
  encryptPin,
  PhoneNumber,
  ValidationError,
} from 'dgspay/browser'

declare const number: HTMLInputElement
declare const expiry: HTMLInputElement
declare const form: HTMLFormElement

number.addEventListener('input', () => {
  const { text, caret, brand, complete, mayBeMistyped, securityCodeLength } = CardEntry.number(
    number.value,
    number.selectionStart,
  )
  number.value = text
  number.setSelectionRange(caret, caret)
  const known: CardBrand | undefined = brand
  const hint: boolean = complete && mayBeMistyped
  const length: number = securityCodeLength
  void [known, hint, length]
})

export async function pay(encryptionKey: string): Promise<void> {
  const { month, year, expired } = CardEntry.expiry(expiry.value, null, { year: 2026, month: 11 })
  const input: CardInput = { number: number.value, expiryMonth: month ?? '', expiryYear: year ?? '', cvv: '123' }
  try {
    const encryptor = new CardEncryptor(encryptionKey, { nonceFormat: 'hex24' })
    const card: EncryptedCard = await encryptor.encrypt(input)
    const same: EncryptedCard = await encryptCard(encryptionKey, input, { nonceFormat: null })
    const { pin, nonce } = await encryptPin(encryptionKey, '1234')
    await fetch('/pay', { method: 'POST', body: JSON.stringify({ card, same, pin, nonce, expired }) })
    const { e164, network } = PhoneNumber.parse('0788 123 456', 'RW')
    form.dataset.phone = `${e164} ${network ?? ''}`
  } catch (error) {
    if (error instanceof ConfigError || error instanceof ValidationError) form.dataset.wrong = error.field ?? error.code
    else if (error instanceof DgsPayError) form.dataset.wrong = `${error.outcome} ${error.attempts}`
    else throw error
  }
}

// @ts-expect-error: a key is text
new CardEncryptor(7)
// @ts-expect-error: there is no such option
new CardEncryptor('key', { nonce: 'abc' })
// @ts-expect-error: a card has a security code
await encryptCard('key', { number: '4242', expiryMonth: 12, expiryYear: 28 })
// @ts-expect-error: what comes back is promised
new CardEncryptor('key').encrypt({ number: '', expiryMonth: 1, expiryYear: 28, cvv: '' }).nonce
