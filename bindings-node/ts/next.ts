/**
 * Webhooks in Next's route handlers, and wherever else a `Request` comes in and a `Response` goes out: Hono, Remix, Bun, Deno.
 *
 * @packageDocumentation
 */

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

const REMEDY = 'something has read the request before. Give this handler the request itself, or a clone.'

/**
 * A route handler for webhooks: it verifies the raw body, hands the event over and answers 200. A bad signature is answered
 * 401, what cannot be read 400, an exception of yours 500, after which the service delivers the event again.
 *
 * ```ts
 * // app/webhook/route.ts
 * export const POST = webhook(async (event) => {
 *   if (event.type === 'payment.success') await credit(event.reference, event.netAmount)
 * })
 * ```
 *
 * Next has to leave this package where it is, for it brings a native module: `serverExternalPackages: ['dgspay']` in
 * `next.config`. The secret is looked for at the first delivery, because Next evaluates routes while it builds.
 */
export function webhook(
  handle: EventHandler,
  options?: ReceiverOptions | null,
): (request: Request) => Promise<Response> {
  const receiver = new Receiver(handle, options)
  return async (request) => {
    const read = () => rawBody(request)
    const signature = signatureOf((name) => request.headers.get(name))
    const { status, body } = await receiver.receive(read, signature, console.error)
    return new Response(body, { status, headers: JSON_TYPE })
  }
}

async function rawBody(request: Request): Promise<Uint8Array | undefined> {
  if (request.bodyUsed) throw bodyIsGone(REMEDY)
  return request.body ? bytesOf(request.body) : new Uint8Array()
}
