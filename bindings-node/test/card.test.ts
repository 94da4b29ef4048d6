import {
  CardEncryptor,
  CardEntry,
  type CardInput,
  ConfigError,
  DgsPay,
  type EncryptedCard,
  ValidationError,
} from 'dgspay'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { CHARGE, client, json, merchant, serve } from './support/server.js'
import { shown } from './support/shown.js'

/** The bytes 00 to 1f, as in the protocol's own vectors. */
const KEY = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8='
const CARD: CardInput = { number: '4242 4242 4242 4242', expiryMonth: 9, expiryYear: 28, cvv: '123' }

/** Opens a field as the service does, with another implementation: the one that every browser has. */
async function open(nonce: string, field: string): Promise<string> {
  const key = await crypto.subtle.importKey('raw', Buffer.from(KEY, 'base64'), 'AES-GCM', false, ['decrypt'])
  const iv = nonce.length === 24 ? Buffer.from(nonce, 'hex') : Buffer.from(nonce, 'ascii')
  const opened = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, Buffer.from(field, 'base64'))
  return Buffer.from(opened).toString()
}

const digits = (min: number, max: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: min, maxLength: max }).map((list) => list.join(''))

describe.each([
  ['hex12', 12],
  ['hex24', 24],
] as const)('WebCrypto, %s', (nonceFormat, length) => {
  const encryptor = new CardEncryptor(KEY, { nonceFormat })

  test('every card can be opened again, and only with its nonce', async () => {
    const card = fc.record({
      number: digits(12, 19),
      expiryMonth: fc.integer({ min: 1, max: 12 }),
      expiryYear: fc.integer({ min: 0, max: 99 }),
      cvv: digits(3, 4),
    })
    await fc.assert(
      fc.asyncProperty(card, async ({ number, expiryMonth, expiryYear, cvv }) => {
        const year = String(expiryYear).padStart(2, '0')
        const sealed = encryptor.encrypt({ number, expiryMonth, expiryYear: year, cvv })
        expect(sealed.nonce).toMatch(new RegExp(`^[0-9a-f]{${length}}$`))
        const fields = [sealed.number, sealed.expiryMonth, sealed.expiryYear, sealed.cvv]
        const opened = await Promise.all(fields.map((field) => open(sealed.nonce, field)))
        expect(opened).toEqual([number, String(expiryMonth).padStart(2, '0'), `20${year}`, cvv])
        const another = encryptor.encrypt({ number, expiryMonth, expiryYear: year, cvv })
        expect(another.nonce).not.toBe(sealed.nonce)
        await expect(open(another.nonce, sealed.number)).rejects.toThrow()
      }),
      { numRuns: 500 },
    )
  })

  test('so can every PIN', async () => {
    await fc.assert(
      fc.asyncProperty(digits(4, 12), async (typed) => {
        const { pin, nonce } = encryptor.encryptPin(typed)
        expect(await open(nonce, pin)).toBe(typed)
      }),
      { numRuns: 500 },
    )
  })
})

test('what people type is brought into the form of the service', async () => {
  const encryptor = new CardEncryptor(KEY)
  for (const [month, year] of [
    [9, 28],
    ['9', '28'],
    ['09', 2028],
  ] as const) {
    const { number, expiryMonth, expiryYear, nonce } = encryptor.encrypt({
      ...CARD,
      expiryMonth: month,
      expiryYear: year,
    })
    const opened = await Promise.all([number, expiryMonth, expiryYear].map((field) => open(nonce, field)))
    expect(opened).toEqual(['4242424242424242', '09', '2028'])
  }
})

test('a number that fails its check digit passes with a warning', () => {
  const encryptor = new CardEncryptor(KEY)
  expect(encryptor.encrypt(CARD).warning).toBeUndefined()
  expect(encryptor.encrypt({ ...CARD, number: '4532 1234 5678 9010' }).warning).toMatch(/check digit/)
})

describe('a card that cannot be right', () => {
  test.each([
    [{ number: '4242-secret' }, 'invalid_card', 'number'],
    [{ number: 4242424242424242 }, 'invalid_argument', 'number'],
    [{ number: undefined }, 'invalid_argument', 'number'],
    [{ expiryMonth: 13 }, 'invalid_card', 'expiryMonth'],
    [{ expiryMonth: 1.5 }, 'invalid_card', 'expiryMonth'],
    [{ expiryMonth: null }, 'invalid_argument', 'expiryMonth'],
    [{ expiryYear: '128' }, 'invalid_card', 'expiryYear'],
    [{ expiryYear: Number.NaN }, 'invalid_card', 'expiryYear'],
    [{ cvv: '12' }, 'invalid_card', 'cvv'],
    [{ cvv: 123 }, 'invalid_argument', 'cvv'],
    [{ expiry_month: '09' }, 'invalid_argument', 'expiry_month'],
  ])('%j is refused by its name, and not repeated', (change, code, field) => {
    const encrypt = () => new CardEncryptor(KEY).encrypt({ ...CARD, ...change } as CardInput)
    expect(encrypt).toThrow(expect.objectContaining({ name: 'ValidationError', code, field }))
    expect(encrypt).not.toThrow(/4242|secret|128|NaN/)
  })

  test.each(['123', '12a4', '1234567890123', 1234, null])('the PIN %j', (pin) => {
    // @ts-expect-error: what JavaScript allows
    const encrypt = () => new CardEncryptor(KEY).encryptPin(pin)
    expect(encrypt).toThrow(expect.objectContaining({ name: 'ValidationError', field: 'pin' }))
  })

  test.each([undefined, null, 5, '4242424242424242'])('%j is no card', (card) => {
    // @ts-expect-error: what JavaScript allows
    const encrypt = () => new CardEncryptor(KEY).encrypt(card)
    expect(encrypt).toThrow(ValidationError)
    expect(encrypt).not.toThrow(/4242/)
  })
})

describe('the encryption key', () => {
  test.each(['', 'AAAA', KEY.slice(1), `${'A'.repeat(43)}=`])('%j is none', (key) => {
    expect(() => new CardEncryptor(key)).toThrow(
      expect.objectContaining({ name: 'ConfigError', code: 'invalid_secret' }),
    )
  })

  test('comes from the environment if none is given', async () => {
    expect(() => new CardEncryptor()).toThrow(expect.objectContaining({ code: 'missing_credential' }))
    vi.stubEnv('DGSPAY_ENCRYPTION_KEY', KEY)
    onTestFinished(() => void vi.unstubAllEnvs())
    const { nonce, pin } = new CardEncryptor(null, { nonceFormat: 'hex24' }).encryptPin('1234')
    expect(await open(nonce, pin)).toBe('1234')
  })

  test('another form of nonce, or a misspelt option', () => {
    expect(() => new CardEncryptor(KEY, { nonceFormat: 'hex13' })).toThrow(ConfigError)
    // @ts-expect-error: what JavaScript allows
    expect(() => new CardEncryptor(KEY, { nonce: 'hex24' })).toThrow(/"nonce" is not known here; what is: nonceFormat/)
  })
})

describe('an encrypted card is card data', () => {
  const encryptor = new CardEncryptor(KEY)
  const card = encryptor.encrypt(CARD)
  const pin = encryptor.encryptPin('1234')
  const secrets = [card.number, card.expiryMonth, card.expiryYear, card.cvv, card.nonce, pin.pin, pin.nonce]

  test('the control: this search finds it in a plain object', () => {
    for (const secret of secrets) expect(shown({ secret })).toContain(secret)
  })

  test('nothing that prints it shows it', () => {
    for (const value of [card, pin, { order: { card, pin } }, [card, pin], encryptor]) {
      for (const secret of [...secrets, KEY]) expect(shown(value)).not.toContain(secret)
    }
    expect(shown(card)).toContain('EncryptedCard [redacted]')
    expect(shown(pin)).toContain('EncryptedPin [redacted]')
  })

  test('it is written as JSON on purpose, to be sent to a server', () => {
    const { number, expiryMonth, expiryYear, cvv, nonce } = card
    expect(JSON.parse(JSON.stringify({ card, pin }))).toEqual({
      card: { number, expiryMonth, expiryYear, cvv, nonce },
      pin: { pin: pin.pin, nonce: pin.nonce },
    })
  })
})

describe('a card charge', () => {
  const { phone, network: _, ...others } = CHARGE
  const order = { ...others, customer: { ...CHARGE.customer, phone } }
  const sealed = new CardEncryptor(KEY).encrypt(CARD)
  const { expiryMonth: expiry_month, expiryYear: expiry_year, ...rest } = JSON.parse(JSON.stringify(sealed))

  test('takes the card as it was made, as JSON from a page, and as JSON from an app in another language', async () => {
    const { url, requests, bodies } = await serve((_, response) => json(response, {}, 500))
    const pay = client(url)
    const forms: EncryptedCard[] = [
      sealed,
      JSON.parse(JSON.stringify(sealed)),
      { ...rest, expiry_month, expiry_year, holder: 'from a newer page' },
    ]
    for (const card of forms) await pay.charges.createCard({ ...order, card }).catch(() => {})
    expect(requests).toHaveLength(3)
    expect(bodies[0]).toMatchObject({
      payment_type: 'card',
      card_encrypted_number: sealed.number,
      card_encrypted_expiry_month: sealed.expiryMonth,
      card_encrypted_expiry_year: sealed.expiryYear,
      card_encrypted_cvv: sealed.cvv,
      card_nonce: sealed.nonce,
    })
    expect(bodies[1]).toEqual(bodies[0])
    expect(bodies[2]).toEqual(bodies[0])
  })

  test.each([
    [{ card: undefined }, 'card'],
    [{ card: '4242424242424242' }, 'card'],
    [{ card: CARD }, 'expiryMonth'],
    [{ card: { ...CARD, expiryMonth: '09', expiryYear: '28' } }, 'nonce'],
    [{ card: { ...rest, expiryYear: expiry_year } }, 'expiryMonth'],
    [{ customer: { ...CHARGE.customer, phone: undefined } }, undefined],
  ])('%# is refused before anything is sent, and shows no card', async (change, field) => {
    const { url, requests } = await serve((_, response) => json(response, {}))
    const charging = client(url).charges.createCard({ ...order, card: sealed, ...change } as never)
    await expect(charging).rejects.toThrow(
      expect.objectContaining({ name: 'ValidationError', outcome: 'not_executed', ...(field && { field }) }),
    )
    await expect(charging).rejects.not.toThrow(/4242/)
    expect(requests).toHaveLength(0)
  })

  test('an error does not repeat what the service repeats', async () => {
    const { url } = await serve((_, response) => json(response, { message: `${sealed.number} ${sealed.nonce}` }, 400))
    const error: unknown = await client(url)
      .charges.createCard({ ...order, card: sealed })
      .catch((error) => error)
    for (const secret of [sealed.number, sealed.nonce]) expect(shown(error)).not.toContain(secret)
  })

  test('goes step by step to its end, whatever is asked for', async () => {
    const { dgs, settings } = await merchant({ switches: ['pin-then-otp'] })
    const pay = new DgsPay(settings)
    const encryptor = new CardEncryptor(dgs.encryption_key)
    const charged = (scenarioKey: string) =>
      pay.charges.createCard({ ...order, card: encryptor.encrypt(CARD), scenarioKey })

    const pinned = await charged('scenario:auth_pin')
    expect(pinned).toMatchObject({ method: 'card', paid: false, nextAction: { kind: 'requires_pin' } })
    expect(await pay.charges.wait(pinned)).toEqual(pinned)
    const pin = JSON.parse(JSON.stringify(encryptor.encryptPin('1234')))
    const coded = await pay.charges.authorizePin(pinned, pin)
    expect(coded).toMatchObject({ reference: pinned.reference, paid: false, nextAction: { kind: 'requires_otp' } })
    const done = await pay.charges.authorizeOtp(coded.reference, '123456')
    expect(done).toMatchObject({ reference: pinned.reference, status: 'successful', paid: true })

    const asked = await charged('scenario:auth_avs')
    expect(asked).toMatchObject({ nextAction: { kind: 'requires_additional_fields' } })
    const address = { line1: 'KG 7 Ave', country: 'RW', city: 'Kigali', state: null, postalCode: '00000' }
    expect(await pay.charges.authorizeAvs(asked, address)).toMatchObject({ paid: true })

    const sent = await charged('scenario:auth_3ds')
    expect(sent).toMatchObject({
      paid: false,
      nextAction: { kind: 'redirect_url', url: expect.stringMatching(/^http/) },
    })
    await expect(pay.charges.authorizeOtp('dgs_nothing', '123456')).rejects.toMatchObject({ reference: 'dgs_nothing' })
  })

  test.each([
    [(pay: DgsPay) => pay.charges.authorizePin('dgs_1', { pin: 'x' } as never), 'nonce'],
    [(pay: DgsPay) => pay.charges.authorizePin(undefined as never, { pin: 'x', nonce: 'y' }), 'charge'],
    [(pay: DgsPay) => pay.charges.authorizePin({} as never, { pin: 'x', nonce: 'y' }), 'charge'],
    [(pay: DgsPay) => pay.charges.authorizeOtp('dgs_1', ''), 'otp'],
    [(pay: DgsPay) => pay.charges.authorizeOtp('dgs_1', 123456 as never), 'otp'],
    [(pay: DgsPay) => pay.charges.authorizeAvs('dgs_1', { line1: 'KG 7 Ave' } as never), 'country'],
    [(pay: DgsPay) => pay.charges.authorizeAvs('dgs_1', { line1: 'a', country: 'RW', zip: '1' } as never), 'zip'],
    [(pay: DgsPay) => pay.charges.authorizeAvs(' ', { line1: 'KG 7 Ave', country: 'RW' }), 'reference'],
  ])('%s is refused before anything is sent', async (call, field) => {
    const { url, requests } = await serve((_, response) => json(response, {}))
    const refused = { name: 'ValidationError', outcome: 'not_executed', field }
    await expect(call(client(url))).rejects.toMatchObject(refused)
    expect(requests).toHaveLength(0)
  })
})

describe('what is typed into a field', () => {
  test('comes back as it should be shown, and nothing prints or copies it', () => {
    const number = CardEntry.number('4242 42424242 4242', 7)
    expect(number).toMatchObject({ text: '4242 4242 4242 4242', caret: 7, brand: 'visa', complete: true })
    const expiry = CardEntry.expiry('03/2029', null, { year: 2026, month: 11 })
    expect(expiry).toMatchObject({ text: '03/29', caret: 5, month: 3, year: 2029, expired: false })
    for (const entry of [number, expiry]) {
      const seen = shown(entry) + JSON.stringify(entry) + JSON.stringify({ ...entry })
      expect(seen).toContain('Entry [redacted]')
      for (const secret of ['4242', '03/29', '2029', '"month"']) expect(seen).not.toContain(secret)
    }
  })

  test('may be anything', () => {
    const typed = fc.string({ unit: 'binary' })
    const caret = fc.option(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }))
    fc.assert(
      fc.property(typed, caret, (typed, caret) => {
        for (const enter of [CardEntry.number, CardEntry.expiry]) {
          const { text, caret: place } = enter(typed, caret)
          expect(enter(text, place)).toMatchObject({ text, caret: place })
        }
      }),
      { examples: [['4242', -(2 ** 31)]] },
    )
  })

  test.each([
    [() => CardEntry.number(4242_4242 as never), 'typed'],
    [() => CardEntry.number('4242', '4' as never), 'caret'],
    [() => CardEntry.number('4242', 4.5), 'caret'],
    [() => CardEntry.expiry(undefined as never), 'typed'],
    [() => CardEntry.expiry('03/29', 5, { year: 2026 } as never), 'month'],
    [() => CardEntry.expiry('03/29', 5, new Date() as never), 'year'],
  ])('%s is refused', (call, field) => {
    expect(call).toThrow(expect.objectContaining({ name: 'ValidationError', field }))
    expect(call).not.toThrow(/4242/)
  })
})
