// A server that answers as the test says, and counts.
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DgsPay, type DgsPayOptions, type MobileMoneyChargeInput } from 'dgspay'
import { inject, onTestFinished } from 'vitest'
import type { Merchant, RohoMerchant } from './sandbox.js'

/** A key whose appearance in any output is a leak. */
export const CANARY = 'sk_test_canary_4be1f0'

/** A charge that nothing is wrong with. */
export const CHARGE: MobileMoneyChargeInput = {
  amount: 5000,
  phone: '0788 123 456',
  network: 'MTN',
  customer: { firstName: 'Aline', lastName: 'Uwase', email: 'aline@example.rw' },
  redirectUrl: 'https://shop.example/thanks',
}

/** A client of `url`. */
export function client(url: string, options: DgsPayOptions = {}): DgsPay {
  return new DgsPay({ apiKey: CANARY, accountNumber: 'ACC-0001', baseUrl: url, ...options })
}

/** Serves until the test has finished; `requests` is what has arrived so far, `bodies` the JSON of those that had some. */
export async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const requests: IncomingMessage[] = []
  const bodies: unknown[] = []
  const server = createServer(async (request, response) => {
    requests.push(request)
    const body = Buffer.concat(await request.toArray())
    if (body.length > 0) bodies.push(JSON.parse(body.toString()))
    answer(request, response)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests, bodies }
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  await once(server.close(), 'close')
  return port
}

/** Answers with JSON. */
export function json(response: ServerResponse, body: unknown, status = 200) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

/** What there is of a merchant of the sandbox. */
export interface Opened {
  id: string
  dgs: Merchant
  roho: RohoMerchant
  settings: DgsPayOptions
}

/** A new merchant of the sandbox. */
export async function merchant(opening: object = {}): Promise<Opened> {
  const opened = await control('POST', '/merchants', opening)
  const { base_url: baseUrl, api_key: apiKey, account_number: accountNumber } = opened.dgs
  return { ...opened, settings: { baseUrl, apiKey, accountNumber } }
}

/** One request to the sandbox's control API. */
// biome-ignore lint/suspicious/noExplicitAny: its answers are what the test compares
export async function control(method: 'GET' | 'POST', path: string, body?: object): Promise<any> {
  const { url, token } = inject('ready').control
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const answer = await fetch(url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return answer.json()
}
