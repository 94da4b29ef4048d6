// Calls: each contender as its own documentation shows it, with as many connections as there are calls in flight.

import { version } from './version.mjs'

const CONTENDERS = {
  async dgspay({ api_key, account_number, base_url, order }) {
    const { DgsPay } = await import('dgspay')
    const pay = new DgsPay({ apiKey: api_key, accountNumber: account_number, baseUrl: base_url })
    return async () => {
      const charge = await pay.charges.createMobileMoney({
        amount: order.amount,
        phone: '0788 123 456',
        network: order.mobile_money_network,
        customer: {
          firstName: order.customer_first_name,
          lastName: order.customer_last_name,
          email: order.customer_email,
        },
        redirectUrl: order.redirect_url,
        narration: order.narration,
      })
      return charge.reference
    }
  },

  async undici({ url, headers, order }) {
    const { request } = await import('undici')
    return async () => {
      const { statusCode, body } = await request(url, { method: 'POST', headers, body: JSON.stringify(order) })
      if (statusCode !== 200) throw new Error(`status ${statusCode}`)
      return (await body.json()).dgs_reference
    }
  },

  async fetch({ url, headers, order }) {
    return async () => {
      const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(order) })
      if (!answer.ok) throw new Error(`status ${answer.status}`)
      return (await answer.json()).dgs_reference
    }
  },

  async axios({ url, headers, order }) {
    const { default: axios } = await import('axios')
    const { Agent } = await import('node:http')
    const client = axios.create({ headers, httpAgent: new Agent({ keepAlive: true }) })
    return async () => (await client.post(url, order)).data.dgs_reference
  },

  async impit({ url, headers, order }) {
    const { Impit } = await import('impit')
    const client = new Impit()
    return async () => {
      const answer = await client.fetch(url, { method: 'POST', headers, body: JSON.stringify(order) })
      if (!answer.ok) throw new Error(`status ${answer.status}`)
      return (await answer.json()).dgs_reference
    }
  },
}

export async function prepare(name, task) {
  const call = await CONTENDERS[name]({ ...task, headers: { ...task.headers, 'content-type': 'application/json' } })

  async function caller(until, times) {
    for (let began = performance.now(); began < until; began = performance.now()) {
      const reference = await call()
      if (reference !== task.reference) throw new Error(`the answer names ${reference}`)
      times.push(performance.now() - began)
    }
  }

  async function turn(seconds, inFlight) {
    const times = []
    const until = performance.now() + seconds * 1_000
    await Promise.all(Array.from({ length: inFlight }, () => caller(until, times)))
    return times
  }
  return { version: name === 'fetch' ? process.version : version(name), turn }
}
