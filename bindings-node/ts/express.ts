/**
 * Webhooks in Express, and in whatever else hands over Node's own request and response.
 *
 * @packageDocumentation
 */

import type { IncomingMessage, ServerResponse } from 'node:http'
import {
  bodyIsGone,
  bytesOf,
  type EventHandler,
  JSON_TYPE,
  Receiver,
  type ReceiverOptions,
  signatureOf,
} from './receiver.js'

export type { EventHandler, ReceiverOptions } from './receiver.js'

const REMEDY =
  'something has read it before. Put this route before app.use(express.json()) and its like, ' +
  "or give it express.raw({ type: '*/*' }), or keep the bytes in request.rawBody."

/** A request of Node, and what Express and others put on it. */
export interface WebhookRequest extends IncomingMessage {
  body?: unknown
  rawBody?: unknown
}

/**
 * A route handler for webhooks: it verifies the raw body, hands the event over and answers 200. A bad signature is answered
 * 401, what cannot be read 400, an exception of yours 500, after which the service delivers the event again.
 *
 * ```ts
 * app.post('/webhook', webhook(async (event) => {
 *   if (event.type === 'payment.success') await credit(event.reference, event.netAmount)
 * }))
 * app.use(express.json()) // behind it: a parser would take the raw body away
 * ```
 *
 * @throws {ConfigError} if there is no secret: now, not at the first delivery.
 */
export function webhook(
  handle: EventHandler,
  options?: ReceiverOptions | null,
): (request: WebhookRequest, response: ServerResponse) => Promise<void> {
  const receiver = new Receiver(handle, options).ready()
  return async (request, response) => {
    const read = () => rawBody(request)
    const signature = signatureOf((name) => request.headers[name])
    const { status, body } = await receiver.receive(read, signature, console.error)
    response.writeHead(status, JSON_TYPE).end(body)
  }
}

async function rawBody(request: WebhookRequest): Promise<Uint8Array | undefined> {
  for (const kept of [request.rawBody, request.body]) if (kept instanceof Uint8Array) return kept
  if (request.readableDidRead || request.readableEnded) throw bodyIsGone(REMEDY)
  return bytesOf(request)
}
