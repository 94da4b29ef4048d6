// One library in a fresh process: until it is there, until its first call has ended, and the memory then.

import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const [contender, brief] = process.argv.slice(2)

const began = performance.now()
let library
try {
  library = require(contender)
} catch (error) {
  if (error.code !== 'MODULE_NOT_FOUND') throw error
  console.log(JSON.stringify({ missing: error.message.split('\n')[0], load_us: 0, resident_kb: 0 }))
  process.exit()
}
const loaded = performance.now()

const { url, base_url, api_key, account_number, headers: credentials, order: written, reference } =
  JSON.parse(brief)
const order = JSON.parse(written)
const headers = { ...credentials, 'content-type': 'application/json' }

const CALLS = {
  async dgspay() {
    const pay = new library.DgsPay({ apiKey: api_key, accountNumber: account_number, baseUrl: base_url })
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
  },
  async axios() {
    return (await library.post(url, order, { headers })).data.dgs_reference
  },
  async undici() {
    const { body } = await library.request(url, { method: 'POST', headers, body: JSON.stringify(order) })
    return (await body.json()).dgs_reference
  },
}

const told = { load_us: (loaded - began) * 1_000 }
// Stripe's client speaks to Stripe alone.
if (contender !== 'stripe') {
  const before = performance.now()
  if ((await CALLS[contender]()) !== reference) throw new Error('another answer')
  told.first_call_us = (performance.now() - before + loaded - began) * 1_000
}
told.resident_kb = process.memoryUsage.rss() / 1_024
console.log(JSON.stringify(told))
// The agents of some keep a process alive for a while.
process.exit()
