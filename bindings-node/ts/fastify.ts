/**
 * Webhooks in Fastify.
 *
 * @packageDocumentation
 */

import { type EventHandler, JSON_TYPE, Receiver, type ReceiverOptions, signatureOf } from './receiver.js'

export type { EventHandler, ReceiverOptions } from './receiver.js'

/** How and where webhooks are received. */
export interface RouteOptions extends ReceiverOptions {
  /** The path of the route; without it `/webhook`. */
  path?: string | null | undefined
}

/** What of a request is used. */
interface Request {
  readonly body: unknown
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly log: { error(error: unknown): void }
}

/** What of a reply is used. */
interface Reply {
  code(status: number): { headers(headers: object): { send(body: string): unknown } }
}

/** What of an instance is used: any version's will do. */
export interface Instance {
  removeAllContentTypeParsers(): void
  // biome-ignore lint/suspicious/noExplicitAny: Fastify's own types are generic in ways that differ from version to version
  addContentTypeParser(type: string, options: { parseAs: 'buffer' }, parser: (...parsed: any[]) => void): unknown
  // biome-ignore lint/suspicious/noExplicitAny: the same
  post(path: string, handler: (request: any, reply: any) => Promise<unknown>): unknown
}

/**
 * A plugin with one route for webhooks: it verifies the raw body, hands the event over and answers 200. A bad signature is
 * answered 401, what cannot be read 400, an exception of yours 500, after which the service delivers the event again; without
 * `onError`, it is in the request's log. The plugin has parsers of its own, so your other routes keep theirs.
 *
 * ```ts
 * await app.register(webhook(async (event) => {
 *   if (event.type === 'payment.success') await credit(event.reference, event.netAmount)
 * }, { path: '/webhook' }))
 * ```
 *
 * @throws {ConfigError} if there is no secret: now, not at the first delivery.
 */
export function webhook(handle: EventHandler, options?: RouteOptions | null): (instance: Instance) => Promise<void> {
  const receiver = new Receiver(handle, options, 'path').ready()
  return async (instance) => {
    instance.removeAllContentTypeParsers()
    instance.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    instance.post(options?.path ?? '/webhook', async ({ body, headers, log }: Request, reply: Reply) => {
      const read = () => (body instanceof Uint8Array ? body : new Uint8Array())
      const signature = signatureOf((name) => headers[name])
      const answer = await receiver.receive(read, signature, (error) => log.error(error))
      return reply.code(answer.status).headers(JSON_TYPE).send(answer.body)
    })
  }
}
