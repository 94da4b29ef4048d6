// Webhooks: the signature of the bytes that arrived, and then an event that can be used.

import { createHmac, timingSafeEqual } from 'node:crypto'
import { turns } from './computing.mjs'
import { version } from './version.mjs'

const OWN = 'node:crypto, JSON'

const CONTENDERS = {
  async dgspay(body, secret) {
    const { Webhook } = await import('dgspay')
    const webhook = new Webhook(secret)
    const signature = hexadecimal(body, secret)
    return () => {
      const event = webhook.verify(body, signature)
      if (event.type !== 'payment.success') throw new Error(event.type)
      return event
    }
  },

  // What careful people write for themselves.
  async [OWN](body, secret) {
    const signature = hexadecimal(body, secret)
    return () => {
      const computed = createHmac('sha256', secret).update(body).digest()
      const sent = Buffer.from(signature, 'hex')
      if (computed.length !== sent.length || !timingSafeEqual(computed, sent)) throw new Error('wrong signature')
      const event = JSON.parse(body.toString())
      if (event.event !== 'payment.success') throw new Error(event.event)
      return {
        type: event.event,
        reference: event.dgs_reference,
        chargeId: event.flw_charge_id,
        amount: event.amount,
        currency: event.currency,
        fee: event.merchant_fee,
        netAmount: event.net_amount,
        timestamp: new Date(event.timestamp),
        environment: event.environment,
      }
    }
  },

  async standardwebhooks(body, secret) {
    const { Webhook } = await import('standardwebhooks')
    const webhook = new Webhook(secret)
    const now = new Date()
    const sent = {
      'webhook-id': 'msg_1',
      'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
      'webhook-signature': webhook.sign('msg_1', now, body.toString()),
    }
    return () => webhook.verify(body, sent)
  },

  async stripe(body, secret) {
    const { default: Stripe } = await import('stripe')
    const stripe = new Stripe('sk_test_none')
    const header = stripe.webhooks.generateTestHeaderString({ payload: body.toString(), secret })
    return () => stripe.webhooks.constructEvent(body, header, secret)
  },
}

function hexadecimal(body, secret) {
  return createHmac('sha256', secret).update(body).digest('hex')
}

export async function prepare(name, task) {
  const body = Buffer.from(task.body)
  // Stripe and the standard refuse what was signed minutes ago: signed anew for every turn.
  const make = () => CONTENDERS[name](body, task.secret)
  ;(await make())()
  return {
    version: name === OWN ? process.version : version(name),
    turn: async (seconds) => turns(await make())(seconds),
  }
}
