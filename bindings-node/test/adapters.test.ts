// The adapters in the real frameworks, over real connections.
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ConfigError, type Event, SignatureError, Webhook } from 'dgspay'
import * as forExpress from 'dgspay/express'
import * as forFastify from 'dgspay/fastify'
import * as forNext from 'dgspay/next'
import express from 'express'
import express4 from 'express4'
import fastify from 'fastify'
import { Hono } from 'hono'
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest'

const SECRET = 'a_good_secret'
/** Signed as it stands: whoever parses it and writes it again loses the spaces, the escape and the zeros. */
const BODY =
  '{ "event":"payment.success", "dgs_reference":"dgs_1", "amount":5000.00, "currency":"RWF", "status":"success",' +
  ' "note":"Ang\\u00e9lique d’Arc" }'

type Handle = (event: Event) => unknown
type Options = { secrets?: string; onError?: (error: unknown) => void }

/** Listens until the test has finished. */
async function listening(server: Server): Promise<string> {
  if (!server.listening) await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** An app of each framework with the webhook at /webhook, and at /json a route whose JSON is parsed. */
const frameworks: Record<string, (handle: Handle, options: Options) => Promise<string>> = {
  'express 5': (handle, options) => {
    const app = express()
    app.post('/webhook', forExpress.webhook(handle, options))
    app.use(express.json())
    app.post('/json', (request, response) => void response.json(request.body))
    return listening(createServer(app))
  },
  'express 4': (handle, options) => {
    const app = express4()
    app.post('/webhook', forExpress.webhook(handle, options))
    app.use(express4.json())
    app.post('/json', (request, response) => void response.json(request.body))
    return listening(createServer(app))
  },
  'plain Node': (handle, options) => {
    const receive = forExpress.webhook(handle, options)
    return listening(
      createServer((request, response) => {
        if (request.url === '/webhook') receive(request, response)
        else request.pipe(response)
      }),
    )
  },
  'fastify 5': async (handle, options) => {
    const app = fastify()
    await app.register(forFastify.webhook(handle, options))
    app.post('/json', async (request) => request.body)
    await app.listen({ port: 0, host: '127.0.0.1' })
    return listening(app.server)
  },
  // What Next itself does with the handler is seen in next.test.ts.
  'a Request and a Response': (handle, options) => {
    const app = new Hono()
    const receive = forNext.webhook(handle, options)
    app.post('/webhook', (context) => receive(context.req.raw))
    app.post('/json', async (context) => context.json(await context.req.json()))
    const server = createServer(async (request, response) => {
      const chunks = await request.toArray()
      const headers = request.headers as Record<string, string>
      const body = Buffer.concat(chunks)
      const answer = await app.fetch(new Request(`http://local${request.url}`, { method: 'POST', headers, body }))
      response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text())
    })
    return listening(server)
  },
}

/** What the service sends. */
async function deliver(url: string, body: string, headers: Record<string, string>, path = '/webhook') {
  const answer = await fetch(url + path, { method: 'POST', body, headers })
  return [answer.status, await answer.json()]
}

const signed = (body: string) => ({ 'content-type': 'application/json', 'x-dgs-signature': Webhook.sign(SECRET, body) })
const received = [200, { status: 'received' }]

afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

describe.each(Object.entries(frameworks))('%s', (name, serving) => {
  test('a genuine delivery is handed over as it was signed, and answered 200', async () => {
    const events: Event[] = []
    const url = await serving((event) => events.push(event), { secrets: SECRET })
    expect(await deliver(url, BODY, signed(BODY))).toEqual(received)
    expect(await deliver(url, BODY, { ...signed(BODY), 'content-type': 'text/plain' })).toEqual(received)
    expect(events).toHaveLength(2)
    expect(events[0]).toMatchObject({
      type: 'payment.success',
      reference: 'dgs_1',
      amount: { amount: 5000, currency: 'RWF' },
      raw: BODY,
    })
  })

  test("either service's signature is read, DGS-Pay's first", async () => {
    const handle = vi.fn()
    const url = await serving(handle, { secrets: SECRET })
    const good = Webhook.sign(SECRET, BODY)
    expect(await deliver(url, BODY, { 'x-rohopay-signature': good })).toEqual(received)
    expect(await deliver(url, BODY, { 'X-RohoPay-Signature': `sha256=${good}` })).toEqual(received)
    const both = { 'x-dgs-signature': Webhook.sign('another_secret', BODY), 'x-rohopay-signature': good }
    expect(await deliver(url, BODY, both)).toEqual([401, { status: 'refused', code: 'signature_mismatch' }])
    expect(handle).toHaveBeenCalledTimes(2)
  })

  test('what nobody has signed is answered 401, and handed to nobody', async () => {
    const handle = vi.fn()
    const onError = vi.fn()
    const url = await serving(handle, { secrets: SECRET, onError })
    const refused = (code: string) => [401, { status: 'refused', code }]
    const { 'x-dgs-signature': signature } = signed(BODY)
    const json = { 'content-type': 'application/json' }
    expect(await deliver(url, BODY, json)).toEqual(refused('signature_missing'))
    expect(await deliver(url, BODY, { ...json, 'x-dgs-signature': 'zz' })).toEqual(refused('signature_malformed'))
    expect(await deliver(url, `${BODY} `, signed(BODY))).toEqual(refused('signature_mismatch'))
    expect(await deliver(url, '', { ...json, 'x-dgs-signature': signature })).toEqual(refused('signature_mismatch'))
    expect(handle).not.toHaveBeenCalled()
    expect(onError).not.toHaveBeenCalled()
  })

  test('what cannot be read is answered 400', async () => {
    const handle = vi.fn()
    const url = await serving(handle, { secrets: SECRET })
    for (const body of ['{"event":', '[]', '{}']) {
      expect(await deliver(url, body, signed(body))).toEqual([400, { status: 'refused', code: 'event_unreadable' }])
    }
    expect(handle).not.toHaveBeenCalled()
  })

  test.each([
    ['throws', () => fail()],
    ['rejects', async () => fail()],
  ])('a handler that %s is answered 500, so that the event comes again', async (_, handle) => {
    const onError = vi.fn()
    const url = await serving(handle, { secrets: SECRET, onError })
    expect(await deliver(url, BODY, signed(BODY))).toEqual([500, { status: 'failed' }])
    expect(onError.mock.calls).toEqual([[new SignatureError(OTHERS)]])
  })

  test('an onError that throws does no harm', async () => {
    vi.spyOn(console, 'error').mockReturnValue()
    const url = await serving(() => fail(), { secrets: SECRET, onError: fail })
    expect(await deliver(url, BODY, signed(BODY))).toEqual([500, { status: 'failed' }])
  })

  test('an exception is not swallowed when nobody asks for it', async () => {
    const printed = vi.spyOn(console, 'error').mockReturnValue()
    const url = await serving(() => fail(), { secrets: SECRET })
    expect(await deliver(url, BODY, signed(BODY))).toEqual([500, { status: 'failed' }])
    // Fastify has a log of its own, which these apps have not switched on.
    expect(printed).toHaveBeenCalledTimes(name === 'fastify 5' ? 0 : 1)
  })

  test('the answer waits for the handler', async () => {
    let ended = false
    const handle = async () => {
      await new Promise((resolve) => setTimeout(resolve, 50))
      ended = true
    }
    const url = await serving(handle, { secrets: SECRET })
    expect(await deliver(url, BODY, signed(BODY))).toEqual(received)
    expect(ended).toBe(true)
  })

  test('the other routes keep their parser', async () => {
    const url = await serving(() => {}, { secrets: SECRET })
    const json = { 'content-type': 'application/json' }
    expect(await deliver(url, '{"a":1}', json, '/json')).toEqual([200, { a: 1 }])
  })

  test('the secret comes from the environment if none is given', async () => {
    vi.stubEnv('DGSPAY_WEBHOOK_SECRET', `an_older_secret,${SECRET}`)
    const url = await serving(() => {}, {})
    expect(await deliver(url, BODY, signed(BODY))).toEqual(received)
  })
})

/** Also what a handler throws of this library is its own exception, and no refusal of the delivery. */
const OTHERS = {
  code: 'signature_mismatch',
  className: 'SignatureError',
  message: "another webhook's",
  outcome: 'not_money',
  attempts: 0,
}

function fail(): never {
  throw new SignatureError(OTHERS)
}

describe('a set-up that cannot work', () => {
  test('no secret: known when the app starts, and in Next at the first delivery', async () => {
    expect(() => forExpress.webhook(() => {})).toThrow(ConfigError)
    expect(() => forFastify.webhook(() => {})).toThrow(ConfigError)
    const onError = vi.fn()
    const receive = forNext.webhook(() => {}, { onError })
    const answer = await receive(new Request('http://local/', { method: 'POST', body: BODY, headers: signed(BODY) }))
    expect([answer.status, await answer.json()]).toEqual([500, { status: 'failed' }])
    expect(onError).toHaveBeenCalledWith(expect.objectContaining({ name: 'ConfigError' }))
  })

  test.each([forExpress, forFastify, forNext])('a misspelt option, or no handler', ({ webhook }) => {
    // @ts-expect-error: what JavaScript allows
    expect(() => webhook(() => {}, { secret: SECRET })).toThrow(/"secret" is not known here; what is: secrets, onError/)
    // @ts-expect-error: what JavaScript allows
    expect(() => webhook({ secrets: SECRET })).toThrow(TypeError)
  })

  test('Fastify: another path', async () => {
    const app = fastify()
    await app.register(
      forFastify.webhook(() => {}, { secrets: SECRET, path: '/dgs' }),
      { prefix: '/hooks' },
    )
    await app.listen({ port: 0, host: '127.0.0.1' })
    expect(await deliver(await listening(app.server), BODY, signed(BODY), '/hooks/dgs')).toEqual(received)
  })
})

describe.each([
  ['express 5', express],
  ['express 4', express4 as unknown as typeof express],
])('%s with a parser before the route', (_, express) => {
  async function serving(before: import('express').RequestHandler) {
    const onError = vi.fn()
    const app = express()
    app.use(before)
    app.post('/webhook', forExpress.webhook(() => {}, { secrets: SECRET, onError }) as import('express').RequestHandler)
    return { url: await listening(createServer(app)), onError }
  }

  test('that has taken the raw body away: it says so, and what to do', async () => {
    for (const parser of [
      express.json(),
      express.text({ type: '*/*' }),
      express.urlencoded({ type: '*/*', extended: true }),
    ]) {
      const { url, onError } = await serving(parser)
      expect(await deliver(url, BODY, signed(BODY))).toEqual([500, { status: 'failed' }])
      expect(String(onError.mock.calls[0]?.[0])).toMatch(/raw body is gone.*before app\.use\(express\.json\(\)\)/)
    }
  })

  test('that leaves the bytes, or has no part in it', async () => {
    for (const parser of [
      express.raw({ type: '*/*' }),
      express.urlencoded({ extended: true }),
      express.json({ verify: (request, _, bytes) => Object.assign(request, { rawBody: bytes }) }),
    ]) {
      const { url } = await serving(parser)
      expect(await deliver(url, BODY, signed(BODY))).toEqual(received)
    }
  })
})

test('a delivery that is longer than any event is not read to its end', async () => {
  const long = 'a'.repeat(2 * 1024 * 1024)
  const refused = [400, { status: 'refused', code: 'body_too_long' }]
  const app = express().post(
    '/webhook',
    forExpress.webhook(() => {}, { secrets: SECRET }),
  )
  expect(await deliver(await listening(createServer(app)), long, signed(BODY))).toEqual(refused)
  const receive = forNext.webhook(() => {}, { secrets: SECRET })
  const answer = await receive(new Request('http://local/', { method: 'POST', body: long }))
  expect([answer.status, await answer.json()]).toEqual(refused)
})

test('next: a request that was read before', async () => {
  const onError = vi.fn()
  const receive = forNext.webhook(() => {}, { secrets: SECRET, onError })
  const request = new Request('http://local/', { method: 'POST', body: BODY, headers: signed(BODY) })
  const copy = request.clone()
  await request.json()
  expect((await receive(request)).status).toBe(500)
  expect(String(onError.mock.calls[0]?.[0])).toMatch(/raw body is gone.*clone/)
  expect((await receive(copy)).status).toBe(200)
})
