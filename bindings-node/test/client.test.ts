import { readFileSync } from 'node:fs'
import * as dgspay from 'dgspay'
import { ConfigError, DgsPay, DgsPayError, OutcomeUnknownError, ValidationError } from 'dgspay'
import { describe, expect, test, vi } from 'vitest'
import { CANARY, CHARGE, client, control, json, merchant, serve } from './support/server.js'
import { shown } from './support/shown.js'

describe('settings', () => {
  test.each([
    [{ apiKey: '' }, 'missing_credential'],
    [{ accountNumber: undefined }, 'missing_credential'],
    [{ apiKey: `${CANARY}\r\nX-Evil: 1` }, 'invalid_credential'],
    [{ accountNumber: 'ACC\n1' }, 'invalid_credential'],
    [{ userAgent: 'shop\r\nX-Evil: 1' }, 'invalid_setting'],
    [{ baseUrl: 'http://pay.example' }, 'invalid_base_url'],
    [{ baseUrl: 'pay.example' }, 'invalid_base_url'],
    [{ apiKey: 'sk_live_canary_4be1f0' }, 'wrong_environment'],
    [{ environment: 'prod' }, 'invalid_setting'],
    [{ timeoutMs: 0 }, 'invalid_setting'],
    [{ maxRetries: -1 }, 'invalid_setting'],
    [{ maxRetries: 11 }, 'invalid_setting'],
  ])('%j is refused before anything is sent', (options, code) => {
    const make = () => client('http://127.0.0.1:9', options)
    expect(make).toThrow(expect.objectContaining({ name: 'ConfigError', code, outcome: 'not_executed', attempts: 0 }))
    expect(make).not.toThrow(/canary/)
  })

  test.each([
    [{ apiKey: 5 }, 'apiKey is not text'],
    [{ accountNumber: 1234567 }, 'accountNumber is not text'],
    [{ timeoutMs: '5' }, 'timeoutMs is not a number'],
    [{ timeoutMs: 1.5 }, 'timeoutMs is not a whole number in range'],
    [{ timeoutMs: Number.NaN }, 'timeoutMs is not a whole number in range'],
    [{ maxRetries: 2 ** 32 }, 'maxRetries is not a whole number in range'],
  ])('%j is of another type, and is not repeated', (options, sentence) => {
    // @ts-expect-error: what JavaScript allows
    const make = () => client('http://127.0.0.1:9', options)
    expect(make).toThrow(ValidationError)
    expect(make).toThrow(`${sentence}. Correct the argument. Nothing was sent.`)
    expect(make).not.toThrow(/1234567/)
  })

  test('null and undefined mean "not given"', () => {
    expect(client('http://127.0.0.1:9', { timeoutMs: null, maxRetries: undefined, environment: null })).toBeDefined()
    expect(() => new DgsPay(null)).toThrow(ConfigError)
  })

  test('come from the environment', async () => {
    const { dgs } = await merchant()
    vi.stubEnv('DGSPAY_API_KEY', dgs.api_key)
    vi.stubEnv('DGSPAY_ACCOUNT_NUMBER', dgs.account_number)
    vi.stubEnv('DGSPAY_BASE_URL', dgs.base_url)
    await expect(new DgsPay().wallet.balances()).resolves.toHaveLength(2)
    vi.unstubAllEnvs()
  })
})

describe('a charge that cannot be', () => {
  const customer = CHARGE.customer
  test.each([
    [{ amount: 0.1 + 0.2 }, 'invalid_amount', 'amount'],
    [{ amount: 50.5 }, 'invalid_amount', 'amount'],
    [{ amount: -5 }, 'invalid_amount', 'amount'],
    [{ amount: { amount: 5, currency: 'USD' } }, 'invalid_currency', 'currency'],
    [{ amount: { amount: 5, currency: 'R' } }, 'invalid_currency', 'amount'],
    [{ amount: { amount: 5, currency: 'XXZ' } }, 'invalid_currency', 'currency'],
    [{ amount: undefined }, 'invalid_argument', 'amount'],
    [{ amount: true }, 'invalid_argument', 'amount'],
    [{ phone: '0688 123 456' }, 'invalid_phone', 'phone'],
    [{ phone: 788123456 }, 'invalid_argument', 'phone'],
    [{ phone: {} }, 'invalid_argument', 'phone'],
    [{ network: 'Orange' }, 'invalid_argument', 'network'],
    [{ network: null }, 'invalid_argument', 'network'],
    [{ customer: undefined }, 'invalid_argument', 'customer'],
    [{ customer: 'Aline' }, 'invalid_argument', 'customer'],
    [{ customer: { ...customer, email: 5 } }, 'invalid_argument', 'email'],
    [{ customer: { ...customer, firstName: undefined } }, 'invalid_argument', 'firstName'],
    [{ redirectUrl: '/thanks' }, 'invalid_argument', 'redirectUrl'],
    [{ narration: 5 }, 'invalid_argument', 'narration'],
  ])('%j is refused and not sent', async (change, code, field) => {
    const { url, requests } = await serve((_, response) => json(response, {}))
    const charging = client(url).charges.createMobileMoney({ ...CHARGE, ...change } as typeof CHARGE)
    await expect(charging).rejects.toThrow(
      expect.objectContaining({ name: 'ValidationError', code, outcome: 'not_executed', ...(field && { field }) }),
    )
    await expect(charging).rejects.not.toThrow(/788123456/)
    expect(requests).toHaveLength(0)
  })

  test.each([undefined, null, 5, 'charge'])('%s is no charge', async (charge) => {
    // @ts-expect-error: what JavaScript allows
    await expect(client('http://127.0.0.1:9').charges.createMobileMoney(charge)).rejects.toThrow(ValidationError)
  })

  test('an exception of a getter comes through, not as a native one', async () => {
    const charge = {
      ...CHARGE,
      customer: {
        get firstName(): string {
          throw new RangeError('mine')
        },
      },
    }
    const charging = client('http://127.0.0.1:9').charges.createMobileMoney(charge as typeof CHARGE)
    await expect(charging).rejects.toThrow(DgsPayError)
    await expect(charging).rejects.toMatchObject({ cause: new RangeError('mine') })
  })
})

describe('an answer that cannot be believed', () => {
  const html = (_: unknown, response: import('node:http').ServerResponse) => response.end('<html>Welcome</html>')

  test('200 with HTML', async () => {
    const { url, requests } = await serve(html)
    await expect(client(url).wallet.balances()).rejects.toMatchObject({
      name: 'DecodeError',
      code: 'answer_unreadable',
    })
    const charging = client(url).charges.createMobileMoney(CHARGE)
    await expect(charging).rejects.toThrow(OutcomeUnknownError)
    await expect(charging).rejects.toThrow(/do not repeat it/)
    expect(requests.filter(({ method }) => method === 'POST')).toHaveLength(1)
  })

  test('one without an end', async () => {
    const { url } = await serve((_, response) => {
      const more = () => response.write(' '.repeat(65_536), () => response.destroyed || more())
      response.writeHead(200, { 'content-type': 'application/json' })
      more()
    })
    await expect(client(url).wallet.balances()).rejects.toMatchObject({ name: 'DecodeError', code: 'answer_too_large' })
  })

  test('a redirect is not followed, and the key does not travel', async () => {
    const trap = await serve((_, response) => json(response, {}))
    const { url } = await serve((_, response) => response.writeHead(307, { location: trap.url }).end())
    await expect(client(url).wallet.balances()).rejects.toMatchObject({ name: 'ServiceError', code: 'redirected' })
    await expect(client(url).charges.createMobileMoney(CHARGE)).rejects.toThrow(OutcomeUnknownError)
    expect(trap.requests).toHaveLength(0)
  })

  test('nobody there', async () => {
    const call = client('http://127.0.0.1:9', { maxRetries: 1 }).charges.createMobileMoney(CHARGE)
    await expect(call).rejects.toMatchObject({
      name: 'ConnectionError',
      code: 'connect_failed',
      outcome: 'not_executed',
      attempts: 2,
    })
  })
})

test('a wrong key', async () => {
  const { settings } = await merchant()
  const call = new DgsPay({ ...settings, apiKey: CANARY }).wallet.balances()
  await expect(call).rejects.toMatchObject({ name: 'AuthenticationError', httpStatus: 401, serviceCode: '91' })
  await expect(call).rejects.toThrow(/DGSPAY_API_KEY.*allow-list/)
})

describe('an error', () => {
  test('is of its class, and its stack shows the caller', async () => {
    async function theCaller() {
      await client('http://127.0.0.1:9', { maxRetries: 0 }).wallet.balances()
    }
    const error: unknown = await theCaller().catch((error) => error)
    expect(error).toBeInstanceOf(dgspay.ConnectionError)
    expect(error).toBeInstanceOf(DgsPayError)
    expect(error).toBeInstanceOf(Error)
    expect(String(error)).toBe(`ConnectionError: ${(error as Error).message}`)
    expect(String(error)).not.toContain('\n')
    expect((error as Error).stack).toMatch(/at (async )?theCaller/)
  })

  test('every class of the table is public', () => {
    const declarations = readFileSync('node_modules/dgspay/lib/errors.d.ts', 'utf8')
    const classes = [...declarations.matchAll(/^export declare class (\w+)/gm)].map(([, name]) => name)
    expect(classes.length).toBeGreaterThan(10)
    expect(Object.keys(dgspay)).toEqual(expect.arrayContaining(classes))
  })
})

describe('no key is shown', () => {
  test('the control: this search finds a key', () => {
    expect(shown({ settings: { apiKey: CANARY } })).toContain(CANARY)
    expect(shown(new Error(`refused ${CANARY}`))).toContain(CANARY)
    expect(JSON.stringify({ apiKey: CANARY })).toContain(CANARY)
  })

  test('by a client, a verifier or an error', async () => {
    const pay = client('http://127.0.0.1:9', { maxRetries: 0 })
    const { url } = await serve((request, response) => json(response, { echo: request.headers }, 500))
    for (const value of [
      pay,
      pay.charges,
      new dgspay.Webhook(CANARY),
      await pay.wallet.balances().catch((error) => error),
      await pay.charges.createMobileMoney(CHARGE).catch((error) => error),
    ]) {
      expect(shown(value)).not.toContain(CANARY)
      expect(JSON.stringify(value)).not.toContain(CANARY)
    }
    const error = await client(url, { maxRetries: 0 })
      .wallet.balances()
      .catch((error) => error)
    expect(String(error)).not.toContain(CANARY)
  })
})

test('a payment, its webhook, the balance and the lists', async () => {
  const { id, dgs, settings } = await merchant({ approve_after_ms: 0 })
  const pay = new DgsPay(settings)
  const charge = await pay.charges.createMobileMoney({ ...CHARGE, narration: undefined, callbackUrl: null })
  expect(charge).toMatchObject({ status: 'pending', paid: false, amount: { amount: 5000, currency: 'RWF' } })
  expect(Object.values(charge)).not.toContain(null)

  expect(await pay.charges.wait(charge, { timeoutMs: 1 })).toMatchObject({ status: 'pending' })
  await control('POST', `/pushes/${charge.reference}`, { decision: 'approve' })
  expect(await pay.charges.wait(JSON.parse(JSON.stringify(charge)))).toMatchObject({ status: 'successful', paid: true })

  const [delivery] = (await control('GET', `/webhooks?merchant=${id}`)).webhooks
  const event = new dgspay.Webhook(dgs.webhook_secret).verify(Buffer.from(delivery.body), delivery.signature)
  expect(event).toMatchObject({ type: 'payment.success', reference: charge.reference, netAmount: { amount: 4850 } })

  for (let more = 0; more < 4; more++) await pay.charges.createMobileMoney(CHARGE)
  const page = await pay.transactions.list({ limit: 2 })
  expect(page).toMatchObject({ page: 1, pages: 3, total: 5, nextPage: 2 })
  const all = []
  for await (const transaction of pay.transactions.iter({ limit: 2 })) all.push(transaction.reference)
  expect(new Set(all).size).toBe(5)
  expect(await pay.transactions.get(charge.reference)).toMatchObject({ status: 'successful' })
  await expect(pay.transactions.get('dgs_nothing')).rejects.toMatchObject({ name: 'NotFoundError', serviceCode: '92' })
  await expect(pay.transactions.list({ limit: 0 })).rejects.toMatchObject({ field: 'limit' })
  // @ts-expect-error: what JavaScript allows
  await expect(pay.transactions.get(5)).rejects.toThrow('reference is not text')

  expect((await pay.wallet.balances()).map(({ currency }) => currency)).toContain('RWF')
})

test('a lazy walk asks for a page when it is needed', async () => {
  const { id, settings } = await merchant()
  const pay = new DgsPay(settings)
  for (let more = 0; more < 3; more++) await pay.charges.createMobileMoney(CHARGE)
  for await (const _ of pay.transactions.iter({ limit: 1 })) break
  const { requests } = await control('GET', `/requests?merchant=${id}`)
  expect(requests.filter(({ method }: { method: string }) => method === 'GET')).toHaveLength(1)
})
