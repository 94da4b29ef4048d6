// RohoPay, against servers that answer as the test says; against the sandbox it is in readme.test.ts and in the conformance
// suite.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { inspect } from 'node:util'
import {
  type CheckoutRequestInput,
  CheckoutReturn,
  ConfigError,
  Money,
  OutcomeUnknownError,
  RohoPay,
  type RohoPayOptions,
  type RohoTransaction,
  ValidationError,
  Webhook,
} from 'dgspay'
import { describe, expect, test, vi } from 'vitest'
import { json, serve } from './support/server.js'
import { shown } from './support/shown.js'

const CANARY = 'test_canary_4be1f0'
const COLLECTION = { phone: '0772 123 456', amount: 50_000 }
const CHECKOUT: CheckoutRequestInput = {
  amount: 75_000,
  customerName: 'Jane Doe',
  customerEmail: 'jane@example.com',
  returnUrl: 'https://shop.example/thanks',
  cardNumber: '4111 1111 1111 1111',
  cardExpiry: '10/30',
  cardCvv: '987',
}
const PENDING = { internal_reference: 'RHP-1', status: 'pending', amount: 50_000, currency: 'UGX' }
const SUCCESSFUL = { ...PENDING, status: 'successful' }

function client(url = 'http://127.0.0.1:9', options: RohoPayOptions = {}): RohoPay {
  return new RohoPay({ apiKey: CANARY, baseUrl: url, ...options })
}

/** A service whose answers have these `data`, one after the other; the last one for good. */
async function answering(...data: unknown[]) {
  let next = 0
  return serve((_, response) => json(response, { success: true, data: data[Math.min(next++, data.length - 1)] }))
}

describe('settings', () => {
  test.each([
    [{ apiKey: '' }, 'missing_credential'],
    [{ apiKey: 'sk_test_canary_4be1f0' }, 'invalid_credential'],
    [{ apiKey: `${CANARY}\r\nX-Evil: 1` }, 'invalid_credential'],
    [{ environment: 'live' }, 'wrong_environment'],
    [{ environment: 'production' }, 'wrong_environment'],
    [{ environment: 'staging' }, 'invalid_setting'],
    [{ baseUrl: 'http://pay.example' }, 'invalid_base_url'],
    [{ timeoutMs: 0 }, 'invalid_setting'],
    [{ maxRetries: 11 }, 'invalid_setting'],
    [{ userAgent: 'shop\r\nX-Evil: 1' }, 'invalid_setting'],
  ])('%j is refused before anything is sent', (options, code) => {
    const make = () => client(undefined, options)
    expect(make).toThrow(expect.objectContaining({ name: 'ConfigError', code, outcome: 'not_executed' }))
    expect(make).not.toThrow(/canary/)
  })

  test.each([
    [{ apiKey: 5 }, 'apiKey is not text'],
    [{ timeoutMs: -1 }, 'timeoutMs is negative'],
    [{ maxRetries: '2' }, 'maxRetries is not a number'],
    [{ accountNumber: 'ACC-0001' }, '"accountNumber" is not known here; what is: apiKey, environment, baseUrl'],
  ])('%j is of another type, or of another service', (options, sentence) => {
    // @ts-expect-error: what JavaScript allows
    const make = () => client(undefined, options)
    expect(make).toThrow(ValidationError)
    expect(make).toThrow(sentence)
  })

  test('either word is right for an environment, and null means "not given"', () => {
    for (const environment of ['test', 'sandbox', null, undefined] as const) {
      expect(client(undefined, { environment, timeoutMs: null, maxRetries: undefined })).toBeInstanceOf(RohoPay)
    }
    expect(() => new RohoPay(null)).toThrow(ConfigError)
  })

  test('come from the environment', async () => {
    const { url, requests } = await answering({ balance_live: 5, balance_test: '7.00', currency: 'UGX' })
    vi.stubEnv('ROHOPAY_API_KEY', CANARY)
    vi.stubEnv('ROHOPAY_BASE_URL', `${url}/api/v1`)
    vi.stubEnv('ROHOPAY_ENVIRONMENT', 'test')
    const balance = await new RohoPay({ userAgent: 'shop/1' }).getBalance()
    vi.unstubAllEnvs()
    expect(balance).toMatchObject({ live: { amount: 5, currency: 'UGX' }, test: { amount: 7, currency: 'UGX' } })
    expect(requests[0]?.url).toBe('/api/v1/wallet/balance')
    expect(requests[0]?.headers).toMatchObject({
      authorization: `Bearer ${CANARY}`,
      'user-agent': expect.stringMatching(/^dgspay\/.* shop\/1$/),
      'x-request-id': expect.stringMatching(/./),
    })
  })
})

describe('what is sent', () => {
  test.each([
    [{}, { phone: '256772123456', amount: 50_000, currency: 'UGX' }],
    [{ currency: null }, { currency: 'UGX' }],
    [
      { phone: '0712345678', amount: '1000', currency: 'KES' },
      { phone: '254712345678', amount: 1000, currency: 'KES' },
    ],
    [
      { phone: '0712345678', amount: Money.of(1000, 'KES') },
      { phone: '254712345678', amount: 1000, currency: 'KES' },
    ],
    [
      { amount: Money.of(5, 'UGX'), currency: 'UGX' },
      { amount: 5, currency: 'UGX' },
    ],
    [{ amount: '1000000000' }, { amount: 1_000_000_000 }],
    [
      { phone: '0111777771', description: 'Order 1042', callbackUrl: 'https://shop.example/hook' },
      { phone: '0111777771', description: 'Order 1042', callback_url: 'https://shop.example/hook' },
    ],
  ])('of %j', async (change, body) => {
    const { url, requests, bodies } = await answering(PENDING)
    const order = { ...COLLECTION, ...change }
    const roho = client(url)
    const payment = await roho.collect(order)
    await roho.disburse(order)
    expect(payment).toMatchObject({ status: 'pending', internalReference: 'RHP-1', amount: { amount: 50_000 } })
    expect(bodies).toEqual([expect.objectContaining(body), expect.objectContaining(body)])
    expect(requests.map(({ url }) => url)).toEqual(['/collect', '/disburse'])
    expect(payment.idempotencyKey).toBe(requests[0]?.headers['idempotency-key'])
  })

  test.each([
    [{ amount: 0.5 }, 'invalid_amount', 'amount'],
    [{ amount: undefined }, 'invalid_argument', 'amount'],
    [{ amount: 0 }, 'invalid_amount', 'amount'],
    [{ amount: 5, currency: 'USD' }, 'invalid_currency', 'currency'],
    [{ amount: 5, currency: 5 }, 'invalid_argument', 'currency'],
    [{ amount: Money.of(5, 'KES'), currency: 'UGX' }, 'invalid_currency', 'currency'],
    [{ phone: '12345' }, 'invalid_phone', 'phone'],
    [{ phone: undefined }, 'invalid_argument', 'phone'],
    [{ phone: 772123456 }, 'invalid_argument', 'phone'],
    [{ callbackUrl: 'http://shop.example/hook' }, 'invalid_argument', 'callbackUrl'],
    [{ description: 'é'.repeat(256) }, 'invalid_argument', 'description'],
    [{ calbackUrl: 'https://shop.example/hook' }, 'invalid_argument', 'calbackUrl'],
    [{ callback_url: 'https://shop.example/hook' }, 'invalid_argument', 'callback_url'],
  ])('nothing, of %j', async (change, code, field) => {
    const { url, requests } = await answering(PENDING)
    for (const call of ['collect', 'disburse'] as const) {
      const paying = client(url)[call]({ ...COLLECTION, ...change } as typeof COLLECTION)
      await expect(paying).rejects.toMatchObject({ name: 'ValidationError', code, field, outcome: 'not_executed' })
      await expect(paying).rejects.not.toThrow(/772123456/)
    }
    expect(requests).toHaveLength(0)
  })

  test.each([undefined, null, 5, 'payment'])('nothing, of %s', async (request) => {
    // @ts-expect-error: what JavaScript allows
    await expect(client().collect(request)).rejects.toThrow(ValidationError)
    // @ts-expect-error: what JavaScript allows
    await expect(client().checkout(request)).rejects.toThrow(ValidationError)
  })
})

describe('the idempotency key', () => {
  /** Fails twice without saying what happened, then answers. */
  async function failing() {
    return serve((_, response) => {
      if (++asked > 2) json(response, { success: true, data: PENDING })
      else response.destroy()
    })
  }
  let asked = 0

  test('is one for all attempts, as is the id of the request', async () => {
    asked = 0
    const { url, requests, bodies } = await failing()
    const payment = await client(url).collect(COLLECTION)
    const of = (name: string) => new Set(requests.map(({ headers }) => headers[name]))
    expect(requests).toHaveLength(3)
    expect([...of('idempotency-key')]).toEqual([payment.idempotencyKey])
    expect(of('x-request-id').size).toBe(1)
    expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1)
    expect(payment.idempotencyKey).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/)
  })

  test('is named when the outcome is unknown, and good for the same call', async () => {
    asked = 0
    const { url, requests } = await failing()
    const roho = client(url)
    const error = await roho.collect(COLLECTION, { maxRetries: 0 }).catch((error) => error)
    expect(error).toBeInstanceOf(OutcomeUnknownError)
    const again = await roho.collect(COLLECTION, { idempotencyKey: error.token })
    expect(again.idempotencyKey).toBe(error.token)
    expect(requests.map(({ headers }) => headers['idempotency-key'])).toEqual(Array(3).fill(error.token))
  })

  test('of a caller is bound to the call: another content is refused, and not sent', async () => {
    const { url, requests } = await answering(PENDING)
    const roho = client(url)
    const options = { idempotencyKey: 'order-1042' }
    expect(await roho.collect(COLLECTION, options)).toMatchObject(options)
    for (const another of [
      () => roho.collect({ ...COLLECTION, amount: 1 }, options),
      () => roho.disburse(COLLECTION, options),
      () => roho.checkout(CHECKOUT, options),
      () => roho.collect(COLLECTION, { idempotencyKey: 'a\r\nb' }),
    ]) {
      await expect(another()).rejects.toMatchObject({ code: 'invalid_argument', field: 'idempotencyKey' })
    }
    expect(requests).toHaveLength(1)
  })
})

test('a signal stops the waiting, not the payment', async () => {
  const { url, requests } = await serve((_, response) => setTimeout(() => json(response, {}), 300))
  const reason = new RangeError('the user has left')
  const controller = new AbortController()
  setTimeout(() => controller.abort(reason), 50)
  const options = { signal: controller.signal, idempotencyKey: 'order-1042' }
  const error = await client(url)
    .collect(COLLECTION, options)
    .catch((error) => error)
  expect(error).toBeInstanceOf(OutcomeUnknownError)
  expect(error).toMatchObject({ code: 'stopped_waiting', cause: reason, token: 'order-1042' })
  expect(requests).toHaveLength(1)
  await expect(client(url).getBalance({ signal: AbortSignal.timeout(20) })).rejects.toMatchObject({
    name: 'TimeoutError',
  })
  // @ts-expect-error: what JavaScript allows
  await expect(client(url).getBalance({ timeout: 20 })).rejects.toMatchObject({ field: 'timeout' })
})

describe('reading', () => {
  /** A list of `count` transactions, as the service pages it. */
  async function list(count: number) {
    return serve(({ url }: IncomingMessage, response: ServerResponse) => {
      const query = new URL(url ?? '', 'http://local').searchParams
      const offset = Number(query.get('offset') ?? 0)
      const all = Array.from({ length: count }, (_, at) => ({ ...SUCCESSFUL, internal_reference: `RHP-${at}` }))
      json(response, { success: true, data: all.slice(offset, offset + Number(query.get('limit') ?? 20)) })
    })
  }

  test('one transaction', async () => {
    const { url, requests } = await answering({ ...SUCCESSFUL, commission_rate: 0.02, failover_reason: null })
    expect(await client(url).getTransaction('RHP/1')).toEqual({
      status: 'successful',
      internalReference: 'RHP-1',
      amount: { amount: 50_000, currency: 'UGX' },
      commissionRate: '0.02',
      raw: expect.stringMatching(/^\{/),
    })
    expect(requests[0]?.url).toBe('/transactions/RHP%2F1')
    // @ts-expect-error: what JavaScript allows
    await expect(client(url).getTransaction(5)).rejects.toThrow('reference is not text')
  })

  test('a page, and what the filter becomes', async () => {
    const { url, requests } = await list(5)
    const page = await client(url).listTransactions({
      status: 'successful',
      transactionType: 'collection',
      environment: 'live',
      fromTime: new Date('2027-01-02T03:04:05Z'),
      toTime: '2027-02-03T00:00:00Z',
      limit: 2,
      offset: 2,
    })
    expect(page).toMatchObject({ transactions: [{ internalReference: 'RHP-2' }, {}], nextOffset: 4 })
    expect(Object.fromEntries(new URL(requests[0]?.url ?? '', url).searchParams)).toEqual({
      status: 'successful',
      type: 'collection',
      environment: 'live',
      from: expect.stringMatching(/^2027-01-02T03:04:05/),
      to: expect.stringMatching(/^2027-02-03T00:00:00/),
      limit: '2',
      offset: '2',
    })
    expect(await client(url).listTransactions({ offset: 5 })).toEqual({ transactions: [] })
  })

  test.each([
    [{ limit: 0 }, 'limit'],
    [{ limit: 101 }, 'limit'],
    [{ offset: -1 }, 'offset'],
    [{ fromTime: new Date(Number.NaN) }, 'fromTime'],
    [{ toTime: 5 }, 'toTime'],
    [{ page: 1 }, 'page'],
  ])('no page for %j', async (filter, field) => {
    // @ts-expect-error: what JavaScript allows
    await expect(client().listTransactions(filter)).rejects.toMatchObject({ name: 'ValidationError', field })
  })

  test('all of them, fetched as they are asked for', async () => {
    const { url, requests } = await list(5)
    const found: (string | undefined)[] = []
    for await (const { internalReference } of client(url).iterTransactions({ limit: 2, offset: 1 })) {
      found.push(internalReference)
    }
    expect(found).toEqual(['RHP-1', 'RHP-2', 'RHP-3', 'RHP-4'])
    const asked = requests.length
    for await (const _ of client(url).iterTransactions({ limit: 1 })) break
    expect(requests).toHaveLength(asked + 1)
  })
})

describe('waiting', () => {
  test('ends with the transaction, also for one that was stored', async () => {
    const { url, requests } = await answering(PENDING, PENDING, SUCCESSFUL)
    const roho = client(url)
    const payment = await roho.collect(COLLECTION)
    const stored = { ...JSON.parse(JSON.stringify(payment)), order: 1042 }
    expect(await roho.wait(stored)).toMatchObject({ status: 'successful', idempotencyKey: payment.idempotencyKey })
    expect(requests.slice(1).map(({ url }) => url)).toEqual(['/transactions/RHP-1', '/transactions/RHP-1'])
  })

  test('in vain is no error', async () => {
    const { url } = await answering(PENDING)
    const payment: RohoTransaction = { status: 'pending', raw: '{}', internalReference: 'RHP-1' }
    expect(await client(url).wait(payment, { timeoutMs: 1 })).toMatchObject({ status: 'pending' })
    const signal = AbortSignal.timeout(20)
    await expect(client(url).wait(payment, { signal })).rejects.toMatchObject({ name: 'TimeoutError' })
  })

  test('finds a second provider', async () => {
    const { url } = await answering(
      { ...PENDING, provider_reference: 'first' },
      { ...SUCCESSFUL, provider_reference: 'second', failover_reason: 'timeout' },
    )
    const roho = client(url)
    const waiting = roho.wait(await roho.collect(COLLECTION))
    await expect(waiting).rejects.toThrow(OutcomeUnknownError)
    await expect(waiting).rejects.toMatchObject({ code: 'executed_twice', outcome: 'unknown', reference: 'RHP-1' })
  })

  test('is for something', async () => {
    const nothing = { status: 'pending', raw: '{}' }
    await expect(client().wait(nothing)).rejects.toMatchObject({ field: 'transaction' })
    // @ts-expect-error: what JavaScript allows
    await expect(client().wait('RHP-1')).rejects.toThrow('transaction is not an object')
    const inSeconds = { timeout: 5 }
    // @ts-expect-error: what JavaScript allows
    await expect(client().wait({ ...nothing, internalReference: 'RHP-1' }, inSeconds)).rejects.toMatchObject({
      field: 'timeout',
    })
  })
})

describe('a card', () => {
  const CARD = /4111|10\/30|987/

  test('goes to the service as it is, with the key', async () => {
    const { url, bodies } = await answering({ id: 'tx-1', ...PENDING, payment_url: 'https://bank.example/3ds' })
    const session = await client(url).checkout({ ...CHECKOUT, cardExpiry: '1030', description: null })
    expect(bodies).toEqual([
      {
        api_key: CANARY,
        amount: 75_000,
        currency: 'UGX',
        customer_name: 'Jane Doe',
        customer_email: 'jane@example.com',
        return_url: 'https://shop.example/thanks',
        card_number: '4111111111111111',
        card_expiry: '10/30',
        card_cvv: '987',
      },
    ])
    expect(session).toMatchObject({
      status: 'pending',
      paymentUrl: 'https://bank.example/3ds',
      internalReference: 'RHP-1',
      transactionId: 'tx-1',
      idempotencyKey: expect.any(String),
    })
  })

  test('is not shown by what comes back, whatever the service repeats', async () => {
    const echo = { card_number: '4111111111111111', card_expiry: '10/30', card_cvv: '987' }
    const answered = await answering({ ...PENDING, payment_url: 'https://bank.example/3ds', ...echo })
    const session = await client(answered.url).checkout(CHECKOUT)
    for (const printed of [session.raw, inspect(session, { depth: null }), `${session}`, JSON.stringify(session)]) {
      expect(printed).not.toMatch(CARD)
    }
    expect({ ...session }).not.toHaveProperty('raw')

    const { url } = await serve((_, response) => json(response, { success: false, message: 'No', data: echo }, 400))
    const error = await client(url)
      .checkout(CHECKOUT)
      .catch((error) => error)
    expect(error).toBeInstanceOf(ValidationError)
    expect(shown(error)).not.toMatch(CARD)
  })

  test.each([
    [{ cardNumber: '4111 1111 1111' }, 'invalid_card', 'cardNumber'],
    [{ cardNumber: 4111111111111111 }, 'invalid_argument', 'cardNumber'],
    [{ cardExpiry: '13/30' }, 'invalid_card', 'cardExpiry'],
    [{ cardCvv: '98' }, 'invalid_card', 'cardCvv'],
    [{ cardCvv: 987 }, 'invalid_argument', 'cardCvv'],
    [{ customerEmail: 'jane' }, 'invalid_argument', 'customerEmail'],
    [{ returnUrl: 'http://shop.example' }, 'invalid_argument', 'returnUrl'],
    [{ cvv: '987' }, 'invalid_argument', 'cvv'],
  ])('%j is refused, not sent and not repeated', async (change, code, field) => {
    const { url, requests } = await answering(PENDING)
    const checking = client(url).checkout({ ...CHECKOUT, ...change } as CheckoutRequestInput)
    const error = await checking.catch((error) => error)
    expect(error).toMatchObject({ name: 'ValidationError', code, field, outcome: 'not_executed' })
    expect(shown(error)).not.toMatch(/4111|13\/30|'98|"98|987/)
    expect(requests).toHaveLength(0)
  })
})

describe('the address that a payer comes back to', () => {
  test('only claims', () => {
    const address = 'https://shop.example/done?status=success&reference=RHP-1&order_ref=77'
    expect(CheckoutReturn.parse(address)).toEqual({
      claimedStatus: 'successful',
      internalReference: 'RHP-1',
      orderReference: '77',
    })
    expect(CheckoutReturn.parse('https://shop.example/done')).toEqual({ claimedStatus: '' })
  })

  test.each(['done?status=success', '', 5, undefined])('%j is none', (address) => {
    // @ts-expect-error: what JavaScript allows
    expect(() => CheckoutReturn.parse(address)).toThrow(
      expect.objectContaining({ name: 'ValidationError', code: 'invalid_argument', field: 'returnUrl' }),
    )
  })
})

test('no key is shown by a client or its errors', async () => {
  const { url } = await serve((request, response) => json(response, { echo: request.headers }, 500))
  const roho = client(url, { maxRetries: 0 })
  const errors = [roho.getBalance(), roho.collect(COLLECTION), roho.checkout(CHECKOUT)]
  const caught = await Promise.all(errors.map((call) => call.catch((error: unknown) => error)))
  for (const value of [roho, ...caught]) expect(shown(value)).not.toContain(CANARY)
  expect(caught.map((error) => (error as Error).name)).toEqual([
    'ServiceError',
    'OutcomeUnknownError',
    'OutcomeUnknownError',
  ])
})

test.each([
  ['deposit.successful', 'successful'],
  ['deposit.failed', 'failed'],
  ['withdraw.successful', 'successful'],
  ['withdraw.failed', 'failed'],
])('the event %s', (event, status) => {
  const said = { ...PENDING, event, status, provider_reference: 'p-1', net_amount: '49500', payment_method: 'card' }
  const body = Buffer.from(JSON.stringify(said))
  expect(new Webhook('a_good_secret').verify(body, Webhook.sign('a_good_secret', body))).toEqual({
    type: event,
    reference: 'RHP-1',
    amount: { amount: 50_000, currency: 'UGX' },
    netAmount: { amount: 49_500, currency: 'UGX' },
    providerReference: 'p-1',
    paymentMethod: 'card',
    dedupeKey: `${event}:RHP-1:p-1`,
    secretIndex: 0,
    raw: body.toString(),
  })
})
