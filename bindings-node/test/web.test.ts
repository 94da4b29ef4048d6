// `dgspay/browser` and `dgspay/webhook` write the core's rules a second time: held against the shared vectors, and against the
// core itself, by way of the native module, with whatever anybody could think of.
import { createDecipheriv } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { inspect, isDeepStrictEqual } from 'node:util'
import { runInNewContext } from 'node:vm'
import * as native from 'dgspay'
import * as browser from 'dgspay/browser'
import * as edge from 'dgspay/webhook'
import fc from 'fast-check'
import { build } from 'vite'
import { describe, expect, test } from 'vitest'
// @ts-expect-error: the runner is JavaScript, as it runs in pages
import { read } from './conformance/cases.mjs'
// @ts-expect-error: likewise
import { callsOfBrowser, callsOfWebhook, run } from './conformance/web.mjs'
// @ts-expect-error: it has no declarations, being no public API
import * as internal from './node_modules/dgspay/lib/web/internal.mjs'

const { DGSPAY_TESTS: tests = '../../tests' } = process.env
const KEY = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8='
const SECRET = 'dgs_test_webhook_secret'

describe.each([
  ['dgspay/browser', callsOfBrowser(browser, internal)],
  ['dgspay/webhook', callsOfWebhook(edge, internal)],
])('%s', (_, calls) => {
  test('passes every shared vector of its calls', async () => {
    const { failed, ran } = await run(calls, read(`${tests}/vectors`))
    expect(failed).toEqual({})
    expect(Math.min(...Object.values<number>(ran))).toBeGreaterThan(0)
  })

  test('is seen to fail where a case is wrong on purpose', async () => {
    const wrong = read(`${tests}/control/vectors`).filter(({ call }: { call: string }) => call in calls)
    const { failed } = await run(calls, wrong)
    expect(Object.keys(failed).sort()).toEqual(wrong.map(({ id }: { id: string }) => id).sort())
  })
})

test('no shared vector is left out but of what pages and edges have no use for', () => {
  const calls = { ...callsOfBrowser(browser, internal), ...callsOfWebhook(edge, internal) }
  const all: { call: string }[] = read(`${tests}/vectors`)
  expect([...new Set(all.map(({ call }) => call))].filter((call) => !(call in calls)).sort()).toEqual([
    ...['checkout_return.parse', 'client.new'], // a server's: the payer's way back proves nothing to a page
    ...['fees.gross_up', 'fees.quote'], // what a payment costs is between merchant and service
    'internal.panic', // of the native module's border
    ...['money.add', 'money.compare', 'money.parse', 'money.subtract'], // a page shows what its server has computed
    'roho.new',
  ])
})

/** How something ended, in plain data: its value, or what the error says. */
async function ended(call: () => unknown): Promise<unknown> {
  try {
    return { ok: JSON.parse(JSON.stringify(await call(), (_, value) => (value === undefined ? null : value))) }
  } catch (error) {
    const { name, code, outcome, attempts, field, message } = error as native.DgsPayError
    return { name, code, outcome, attempts, field, message }
  }
}

const CHARACTERS = '0123456789 +-./()  a\u00a0٠۱４/'
const typed = fc.string({ unit: fc.constantFrom(...CHARACTERS), maxLength: 24 })
const anything = fc.oneof(typed, fc.string({ unit: 'binary', maxLength: 20 }), fc.constantFrom('', '0788123456'))

describe('the core and dgspay/browser', () => {
  test('read the same phone numbers', async () => {
    const countries = fc.constantFrom('RW', 'UG', 'KE', 'TZ', 'rw', 'GB')
    const plausible = fc
      .tuple(fc.constantFrom('', '0', '+250', '00256', '254', '+255 (0)', '25'), fc.stringMatching(/^[0-9]{8,10}$/))
      .map((parts) => parts.join(''))
    const property = fc.asyncProperty(fc.oneof(plausible, anything), countries, async (text, country) => {
      const other = await ended(() => native.PhoneNumber.parse(text, country))
      expect(await ended(() => browser.PhoneNumber.parse(text, country))).toEqual(other)
    })
    await fc.assert(property, { numRuns: 2_000 })
  })

  test('take the same cards, and refuse the others with the same words', async () => {
    const field = fc.oneof(typed, fc.constantFrom('4242 4242 4242 4242', '12', '28', '2028', '123', '1234', '', ' 9 '))
    const card = fc.record({ number: field, expiryMonth: field, expiryYear: field, cvv: field })
    const lengths = ({ number, expiryMonth, expiryYear, cvv, nonce, warning }: native.EncryptedCard) =>
      [number, expiryMonth, expiryYear, cvv, nonce].map(({ length }) => length).concat(Number(Boolean(warning)))
    await fc.assert(
      fc.asyncProperty(card, fc.constantFrom('hex12', 'hex24', 'Hex24', 'base64'), async (card, nonceFormat) => {
        const core = () => lengths(new native.CardEncryptor(KEY, { nonceFormat }).encrypt(card))
        expect(await ended(async () => lengths(await browser.encryptCard(KEY, card, { nonceFormat })))).toEqual(
          await ended(core),
        )
      }),
      {
        numRuns: 1_000,
        examples: [[{ number: '4242 4242 4242 4242', expiryMonth: '12', expiryYear: '28', cvv: '123' }, 'hex12']],
      },
    )
  })

  test('show the same in the fields of a card', async () => {
    const today = { year: 2026, month: 11 }
    const fields = fc.asyncProperty(anything, fc.option(fc.integer({ min: -1, max: 26 })), async (text, caret) => {
      for (const module of [native, browser]) {
        const { number, expiry } = module.CardEntry
        const all = (entry: object) => Object.getOwnPropertyDescriptors(entry)
        const shown = [number(text, caret), expiry(text, caret, today)].map((entry) =>
          Object.fromEntries(Object.keys(all(entry)).map((name) => [name, entry[name as keyof typeof entry]])),
        )
        if (module === native) expected = shown
        else expect(shown).toEqual(expected)
      }
    })
    let expected: unknown
    await fc.assert(fields, { numRuns: 2_000 })
  })

  test.each([
    [undefined],
    ['4242'],
    [{ number: '4242 4242 4242 4242', expiryMonth: 12, expiryYear: 28 }],
    [{ number: 4242424242424242, expiryMonth: 12, expiryYear: 28, cvv: '123' }],
    [{ number: '4242 4242 4242 4242', expiryMonth: 12, expiryYear: 28, cvv: '123', name: 'Aline' }],
  ])('refuse the card %j alike', async (card) => {
    const given = card as unknown as native.CardInput
    const core = await ended(() => new native.CardEncryptor(KEY).encrypt(given))
    expect(await ended(() => new browser.CardEncryptor(KEY).encrypt(given))).toEqual(core)
    expect(core).toMatchObject({ name: 'ValidationError', code: 'invalid_argument' })
  })
})

describe('the core and dgspay/webhook', () => {
  const [core, other] = [new native.Webhook(['another_secret', SECRET]), new edge.Webhook(['another_secret', SECRET])]

  /** What both read; a refusal without its message, for a body with two faults may be refused for either. */
  async function bothRead(body: string | Uint8Array) {
    const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
    const signature = native.Webhook.sign(SECRET, bytes)
    const [left, right] = await Promise.all(
      [core, other].map(async (webhook) => {
        const { message: _, ...end } = (await ended(() => webhook.verify(bytes, signature))) as { message?: string }
        return end
      }),
    )
    if (!isDeepStrictEqual(left, right)) expect(right, String(body)).toEqual(left)
    return right as { ok?: native.Event }
  }

  const words = (text: string) => text.trim().split(/\s+/)
  const EVENTS = words(`
    payment.success payment.failed disbursement.success disbursement.failed conversion.success conversion.failed
    deposit.successful deposit.failed withdraw.successful withdraw.failed refund.created`)
  const NAMES = words(`
    amount currency status type data dgs_reference internal_reference reference id transaction_id environment timestamp
    merchant_fee net_amount flw_charge_id fee recipient_gets recipient destination_type flw_transfer_id proof fail_reason
    from_currency from_amount to_currency to_amount rate rate_display refund_amount refund_currency provider_reference
    payment_method phone_number failover_reason commission commission_amount created_at updated_at`)
  const values = fc.constantFrom(
    ...words(String.raw`
      5000 "5000" 94.50 5e3 1e400 5000.5 -0 0.1e1 1000000000001 "1,000" null true 7 -7 1.5 "" [1] "dgs_1" "live" "BANK"
      "RWF" "USD" "rwf" "success" "failed" "SUCCESSFUL" "pending" 18446744073709551616 -9223372036854775809 "a.b"
      "\ud83d" "\ud83d\ude00" "2026-02-30T00:00:00Z" "2026-04-02T10:30:00.120+02:00" "mobile_money" {"name":1.5}
      {"msisdn":"0788","network":"mtn"} {"amount":5,"currency":"UGX","reference":"R1"} {"amount":5,"amount":6} [{"a":"}"}]
      {"reference":"R1","internal_reference":"R1"} {"reference":"R1","internal_reference":"R2"} {"reference":["R1"]}`),
  )
  const member = fc.tuple(fc.constantFrom(...NAMES), values)
  const likely = { amount: '5000', currency: '"RWF"', dgs_reference: '"dgs_1"' }
  const conversion = { from_amount: '100', from_currency: '"USD"', to_amount: '94.5', to_currency: '"EUR"' }
  const body = fc
    .tuple(fc.constantFrom(...EVENTS), fc.array(member, { maxLength: 4 }), fc.boolean(), fc.boolean())
    .map(([event, members, isFull, isTwice]) => {
      const usual = Object.entries(isFull ? { ...likely, ...conversion } : {})
      const kept = usual.filter(([name]) => isTwice || !members.some(([other]) => other === name))
      return `{"event":"${event}",${[...kept, ...members].map(([name, value]) => `"${name}" : ${value}`).join(',')}}`
    })
    .map((text) => text.replace(',}', '}'))

  test('believe the same bodies, and read the same in them', async () => {
    const seen = new Set<string>()
    const property = fc.asyncProperty(body, async (body) => {
      const { ok } = await bothRead(body)
      seen.add(ok?.type ?? 'refused')
    })
    await fc.assert(property, { numRuns: 4_000 })
    // Had all of them been refused, nothing would have been compared.
    expect([...seen].sort()).toEqual(
      ['refused', ...EVENTS.filter((name) => name !== 'refund.created'), 'unknown'].sort(),
    )
  })

  test('stumble over the same bytes', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.json().map((text) => new TextEncoder().encode(text)),
    )
    await fc.assert(
      fc.asyncProperty(bytes, async (bytes) => void (await bothRead(bytes))),
      { numRuns: 1_000 },
    )
  })

  test('know the fraction digits of every currency', async () => {
    const letters = Array.from({ length: 26 }, (_, place) => String.fromCharCode(65 + place))
    const codes = letters.flatMap((a) => letters.flatMap((b) => letters.map((c) => a + b + c)))
    const known: string[] = []
    for (const code of codes) {
      const { name } = (await ended(() => native.Money.of(1, code))) as { name?: string }
      if (name === undefined) known.push(code)
    }
    expect(known.length).toBeGreaterThan(150)
    const sums = ['1.1,"net_amount":1.11', '1.111,"net_amount":1.1111']
    const start = '{"event":"payment.success","dgs_reference":"r","amount":1,"currency"'
    for (const code of [...known, 'EAC'])
      for (const sum of sums) await bothRead(`${start}:"${code}","merchant_fee":${sum}}`)
  })

  test('read the same times', async () => {
    const digits = fc.integer({ min: 0, max: 61 }).map((number) => String(number).padStart(2, '0'))
    const zone = fc.constantFrom('', 'Z', 'z', '+02:00', '-0330', '+00:00', '+26:00', '+02:60')
    const fraction = fc.constantFrom('', '.5', ',25', '.000', '.123456789', '.1234567891')
    const property = fc.asyncProperty(
      fc.tuple(digits, digits, digits, digits, digits, fraction, fc.constantFrom('T', ' ', 't'), zone),
      async ([month, day, hour, minute, second, fraction, between, zone]) => {
        const time = `20${second}-${month}-${day}${between}${hour}:${minute}:${second}${fraction}${zone}`
        await bothRead(
          `{"event":"payment.success","dgs_reference":"r","amount":1,"currency":"RWF","timestamp":"${time}"}`,
        )
      },
    )
    await fc.assert(property, { numRuns: 4_000 })
  })

  test('take and refuse the same secrets', async () => {
    const secret = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom(
        'xxxxxxxx',
        '$SECRET_1',
        '$1234567',
        'whsec_',
        'whsec_changeme',
        '{{secret}}',
        'insert_it_here',
        'éééé',
      ),
    )
    const property = fc.asyncProperty(fc.oneof(secret, fc.array(secret, { maxLength: 2 })), async (secrets) => {
      expect(await ended(() => void new edge.Webhook(secrets))).toEqual(
        await ended(() => void new native.Webhook(secrets)),
      )
    })
    await fc.assert(property, { numRuns: 1_000 })
  })
})

test('a body comes as whatever holds bytes, also out of another realm; the signature as text or bytes', async () => {
  const body = new TextEncoder().encode('{"event":"ping","dgs_reference":"7"}')
  const signature = await edge.Webhook.sign(SECRET, body)
  expect(signature).toBe(native.Webhook.sign(SECRET, body))
  expect(await edge.Webhook.sign('', body)).toBe(native.Webhook.sign('', body))
  const webhook = new edge.Webhook(['another_secret', SECRET])
  const foreign = runInNewContext('Uint8Array.from(bytes)', { bytes: [...body] })
  expect(foreign).not.toBeInstanceOf(Uint8Array)
  for (const bytes of [body, body.buffer, Buffer.from(body), foreign, foreign.buffer]) {
    for (const header of [signature, `sha256=${signature}`, Buffer.from(signature)]) {
      expect(await webhook.verify(bytes, header)).toMatchObject({ event: 'ping', reference: '7', secretIndex: 1 })
    }
  }
})

test.each([
  ['parsed', {}, 'DecodeError'],
  ['text', '{"event":"ping"}', 'DecodeError'],
  ['other numbers', new Uint16Array(8), 'DecodeError'],
  ['nothing', undefined, 'DecodeError'],
])('a body that is %s is not what was signed', async (_, body, name) => {
  const verify = new edge.Webhook(SECRET).verify(body as never, 'x')
  await expect(verify).rejects.toMatchObject({ name, code: 'event_unreadable' })
})

test.each([null, undefined, '', ' '])('the signature %j is missing', async (signature) => {
  const verify = new edge.Webhook(SECRET).verify(new Uint8Array(), signature)
  await expect(verify).rejects.toMatchObject({ name: 'SignatureError', code: 'signature_missing' })
})

test.each([
  7,
  {},
  [],
  new Uint16Array(32),
  'x'.repeat(1_000_000),
  `${' '.repeat(1_000_000)}x`,
  new Uint8Array(1_000_000),
])('a signature of another kind is malformed (%#)', async (signature) => {
  const verify = new edge.Webhook(SECRET).verify(new Uint8Array(), signature as string)
  await expect(verify).rejects.toMatchObject({ name: 'SignatureError', code: 'signature_malformed' })
})

test('a secret that is not there is no secret', () => {
  const without = () => new edge.Webhook((process.env as { NO_SUCH_SECRET: string }).NO_SUCH_SECRET)
  expect(without).toThrow(edge.ConfigError)
  expect(without).toThrow(
    'The webhook secret is missing. Pass it to Webhook. Nothing was sent. [not_executed, 0 attempts]',
  )
})

test('what is too long is refused before it is hashed', async () => {
  const verify = new edge.Webhook(SECRET).verify(new Uint8Array(256 * 1024 + 1), '0'.repeat(64))
  await expect(verify).rejects.toMatchObject({ name: 'DecodeError', code: 'event_unreadable' })
})

test.each(['hex12', 'hex24'])(
  'what is encrypted opens with its nonce, and prints nothing (%s)',
  async (nonceFormat) => {
    const encryptor = new browser.CardEncryptor(` ${KEY}\n`, { nonceFormat })
    const card = await encryptor.encrypt({ number: '4242-4242 4242 4242', expiryMonth: 9, expiryYear: 28, cvv: '123' })
    const pin = await encryptor.encryptPin('1234')
    const open = (nonce: string, field: string) => {
      const [sealed, iv] = [Buffer.from(field, 'base64'), Buffer.from(nonce, nonceFormat === 'hex24' ? 'hex' : 'ascii')]
      const cipher = createDecipheriv('aes-256-gcm', Buffer.from(KEY, 'base64'), iv).setAuthTag(sealed.subarray(-16))
      return Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]).toString()
    }
    const { number, expiryMonth, expiryYear, cvv, nonce } = JSON.parse(JSON.stringify(card))
    expect([number, expiryMonth, expiryYear, cvv].map((field) => open(nonce, field))).toEqual([
      ...['4242424242424242', '09', '2028', '123'],
    ])
    expect(open(pin.nonce, pin.pin)).toBe('1234')
    expect((await encryptor.encrypt({ number, expiryMonth, expiryYear, cvv }).catch((error) => error)).field).toBe(
      'number',
    )
    for (const shown of [inspect(card), inspect(pin), inspect(encryptor), `${card}`, inspect({ ...card })]) {
      for (const secret of [card.number, card.nonce, pin.pin, KEY]) expect(shown).not.toContain(secret)
    }
  },
)

/** What a module that takes a key of a server, or calls a service, cannot do without. */
const SERVERS = /api_?key|account_?number|authorization|bearer|x-dgs-|x-rohopay-|https?:/i

test('dgspay/browser takes no key of a server, and knows nobody to send one to', () => {
  const text = (file: string) => readFileSync(`node_modules/dgspay/lib/${file}`, 'utf8')
  const files = readdirSync('node_modules/dgspay/lib/web').filter((file) => !/^(internal|webhook)/.test(file))
  expect(files).toContain('browser.mjs')
  for (const file of files) expect(text(`web/${file}`), file).not.toMatch(SERVERS)
  for (const file of ['client.d.ts', 'roho-pay.d.ts']) expect(text(file), 'the control').toMatch(SERVERS)
})

/** What a bundler makes of one name of `dgspay/browser`. */
async function bundled(name: string): Promise<string> {
  const entry = `uses-${name}.mjs`
  writeFileSync(entry, `export { ${name} } from 'dgspay/browser'\n`)
  const made = await build({
    configFile: false,
    logLevel: 'silent',
    build: { write: false, lib: { entry, formats: ['es'] } },
  })
  const [first] = Array.isArray(made) ? made : []
  return first?.output[0].code ?? ''
}

test('a bundler leaves out what a page does not use', async () => {
  const [all, phone] = [await bundled('encryptCard'), await bundled('PhoneNumber')]
  expect(all).toContain('AES-GCM')
  expect(phone).toContain('is not a mobile number')
  expect(phone).not.toMatch(/AES-GCM|mayBeMistyped/)
  expect(all).not.toContain('is not a mobile number')
})

test("every name is the main module's, but for two short forms; none takes a key of a server", () => {
  const known = new Set([...Object.keys(native), 'encryptCard', 'encryptPin'])
  for (const module of [browser, edge]) expect(Object.keys(module).filter((name) => !known.has(name))).toEqual([])
  expect(Object.keys(browser)).toEqual([
    ...['CardEncryptor', 'CardEntry', 'ConfigError', 'DgsPayError', 'PhoneNumber', 'ValidationError'],
    ...['encryptCard', 'encryptPin'],
  ])
})
