// A worker at an edge, in a project that knows neither Node nor a page.
import { DecodeError, type Event, type Money, SignatureError, Webhook } from 'dgspay/webhook'

declare function credit(reference: string, amount: Money | undefined): Promise<void>

export default {
  async fetch(request: Request, env: { SECRET: string }): Promise<Response> {
    try {
      const signature = request.headers.get('x-dgs-signature') ?? request.headers.get('x-rohopay-signature')
      const event: Event = await new Webhook([env.SECRET]).verify(await request.arrayBuffer(), signature)
      switch (event.type) {
        case 'payment.success':
          await credit(event.reference, event.netAmount)
          break
        case 'withdraw.failed':
          await credit(event.reference, event.amount)
          break
        case 'unknown':
          console.log(event.event, event.dedupeKey, event.secretIndex, event.raw)
          break
        // @ts-expect-error: no event is called so
        case 'payment.succeeded':
          break
      }
      return new Response(null, { status: 200 })
    } catch (error) {
      if (error instanceof SignatureError) return new Response(error.code, { status: 401 })
      if (error instanceof DecodeError) return new Response(error.code, { status: 400 })
      throw error
    }
  },
}

export const signed: Promise<string> = Webhook.sign('a_good_secret', new Uint8Array())
// @ts-expect-error: without a secret anybody could sign
new Webhook()
// @ts-expect-error: what was parsed is not what was signed
await new Webhook('a_good_secret').verify({ event: 'ping' }, null)
// @ts-expect-error: it is promised
new Webhook('a_good_secret').verify(new Uint8Array(), null).type
