// Compiled, never run: the adapters fit the frameworks' own types, of every version that is supported.
import { createServer } from 'node:http'
import type { Event } from 'dgspay'
import { webhook as forExpress, type WebhookRequest } from 'dgspay/express'
import { webhook as forFastify, type RouteOptions } from 'dgspay/fastify'
import { type EventHandler, webhook as forNext, type ReceiverOptions } from 'dgspay/next'
import type { Express, RequestHandler } from 'express'
import type { RequestHandler as RequestHandler4 } from 'express4'
import type { FastifyInstance, FastifyPluginAsync } from 'fastify'

const handle: EventHandler = async (event: Event) => event.dedupeKey
const options: ReceiverOptions = { secrets: ['old_secret', 'new_secret'], onError: (error) => console.warn(error) }

export async function adapters(app: Express, instance: FastifyInstance): Promise<void> {
  const handler: RequestHandler = forExpress(handle, options)
  const older: RequestHandler4 = forExpress(handle, options)
  app.post('/webhook', handler, forExpress(handle))
  createServer(forExpress((event) => event.type === 'payment.success' && event.netAmount?.amount, null))
  const request: WebhookRequest | undefined = undefined

  const routing: RouteOptions = { ...options, path: '/webhook' }
  const plugin: FastifyPluginAsync = forFastify(handle, routing)
  await instance.register(plugin)
  await instance.register(forFastify(handle), { prefix: '/hooks' })

  const POST: (request: Request, context: { params: Promise<object> }) => Promise<Response> = forNext(handle)
  const response: Response = await POST(new Request('https://shop.example'), { params: Promise.resolve({}) })
  void [older, request, response]

  // @ts-expect-error: there is no such option
  forExpress(handle, { secret: 'a_secret' })
  // @ts-expect-error: a handler takes an event
  forNext((event: string) => event)
}
