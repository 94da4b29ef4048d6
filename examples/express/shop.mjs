// A shop that takes mobile money and cards, with Express. ../README.md says how to run it.

import { fileURLToPath } from 'node:url'
import { DgsPay, DgsPayError, OutcomeUnknownError, ValidationError } from 'dgspay'
import { webhook } from 'dgspay/express'
import express from 'express'

const PRICE = 9_500
const MOST_BAGS = 9
const WATCH_MS = 10 * 60_000
const PORT = process.env.PORT ?? 3000
const ORIGIN = process.env.SHOP_ORIGIN ?? `http://127.0.0.1:${PORT}` // as payers and DGS-Pay reach it
const IS_TEST = process.env.DGSPAY_ENVIRONMENT !== 'production'
const PAGE = fileURLToPath(new URL('../page/', import.meta.url))

const pay = new DgsPay() // keys from DGSPAY_*
const orders = new Map() // in place of a database: an order by its number
const handled = new Set() // and the webhooks that have been handled, for they come more than once

const app = express()
app.disable('x-powered-by')
app.use((_request, response, next) => {
  response.set({
    'Content-Security-Policy':
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
      "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
    'Referrer-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
  })
  next()
})
app.use('/api', (_request, response, next) => {
  response.set('Cache-Control', 'no-store') // no cache keeps what stands in an order
  next()
})

// The order's number is in the address: so the webhook finds it even if the answer to the charge was lost. It stands before
// express.json(), for the signature is over the raw body.
app.post('/webhook/:id', (request, response) => {
  const receive = webhook((event) => settle(orders.get(request.params.id), event))
  return receive(request, response)
})
app.use(express.json({ limit: '16kb' }))

app.get('/api/shop', (_request, response) => {
  // The encryption key is for pages; the API key stays here.
  response.json({ price: PRICE, currency: 'RWF', encryptionKey: process.env.DGSPAY_ENCRYPTION_KEY, test: IS_TEST })
})

app.put('/api/orders/:id', async ({ params: { id }, body }, response) => {
  // The page has chosen the number. One that is known is the same order, sent again: it is charged once.
  if (!orders.has(id)) {
    const refusal = misfit(id, body)
    if (refusal) return response.status(422).json(refusal)
    const { quantity, phone, card } = body
    const method = card ? 'card' : 'mobile_money'
    const order = { id, quantity, total: PRICE * quantity, currency: 'RWF', method, phone, state: 'new' }
    orders.set(id, order)
    await charge(order, body)
  }
  response.json(shown(orders.get(id)))
})

app.get('/api/orders/:id', (request, response) => {
  const order = orders.get(request.params.id)
  if (!order) return response.status(404).json({ message: 'There is no such order.' })
  response.json(shown(order))
})

app.post('/api/orders/:id/authorize', async ({ params: { id }, body }, response) => {
  const order = orders.get(id)
  if (!order?.reference) return response.status(404).json({ message: 'There is no such payment.' })
  const { reference } = order
  await follow(order, () => {
    if (body?.pin) return pay.charges.authorizePin(reference, body.pin)
    if (body?.otp) return pay.charges.authorizeOtp(reference, body.otp)
    return pay.charges.authorizeAvs(reference, body?.address)
  })
  response.json(shown(order))
})

/** What cannot be an order; what can be wrong with a payment, the SDK checks. */
function misfit(id, { quantity } = {}) {
  if (!/^[0-9a-f-]{36}$/.test(id)) return { message: 'That is no number of an order.' }
  if (!Number.isInteger(quantity) || quantity < 1 || quantity > MOST_BAGS) return { message: 'One to nine bags.' }
  return undefined
}

async function charge(order, { customer, phone, network, card, scenario }) {
  const wanted = {
    amount: order.total,
    customer: { ...customer, phone },
    narration: `Akanyoni ${order.id.slice(0, 8).toUpperCase()}`,
    redirectUrl: `${ORIGIN}/orders/${order.id}`,
    callbackUrl: `${ORIGIN}/webhook/${order.id}`,
    scenarioKey: IS_TEST ? scenario : undefined,
  }
  await follow(order, () =>
    card ? pay.charges.createCard({ ...wanted, card }) : pay.charges.createMobileMoney({ ...wanted, phone, network }),
  )
}

/** Makes a call about a payment, and writes down what is known of it afterwards. */
async function follow(order, call) {
  try {
    believe(order, await call())
  } catch (error) {
    if (error instanceof OutcomeUnknownError) {
      mark(order, 'checking') // the money may have moved: nothing is sent again, the webhook tells
    } else if (error instanceof ValidationError && !order.reference) {
      orders.delete(order.id) // the payer corrects the field and sends the same order
      throw error
    } else if (error instanceof DgsPayError && !order.reference) {
      mark(order, 'failed', { reason: 'The payment could not be made just now.' })
      console.error(`order ${order.id}: ${error.message}`)
    } else {
      throw error
    }
  }
}

/** What DGS-Pay has answered. While the payer is busy elsewhere it is asked again, in case the webhook does not get through. */
function believe(order, charge) {
  const { reference, paid, status, nextAction, processorResponse } = charge
  order.reference = reference
  if (paid) mark(order, 'paid')
  else if (status === 'failed') mark(order, 'failed', { reason: processorResponse })
  else {
    mark(order, 'pending', { action: nextAction })
    watch(order, charge)
  }
}

async function watch(order, charge) {
  try {
    const last = await pay.charges.wait(charge, { timeoutMs: WATCH_MS })
    if (last.status !== 'pending') believe(order, last)
  } catch (error) {
    console.error(`order ${order.id}: ${error.message}`)
  }
}

/** What a webhook tells. Its signature is good, but it has to be about this order, and about all of its money. */
function settle(order, event) {
  if (handled.has(event.dedupeKey)) return
  const ends = { 'payment.success': 'paid', 'payment.failed': 'failed' }
  if (order && event.type in ends) {
    const isOurs = !order.reference || order.reference === event.reference
    if (isOurs && event.amount.amount === order.total && event.amount.currency === order.currency) {
      order.reference = event.reference
      mark(order, ends[event.type])
    } else {
      console.error(`order ${order.id}: ${event.dedupeKey} does not fit`)
    }
  }
  handled.add(event.dedupeKey)
}

/** Paid is the end. Webhooks and answers overtake each other, so of what was refused only a payment is still believed. */
function mark(order, state, { reason, action } = {}) {
  if (order.state === 'paid' || (order.state === 'failed' && state !== 'paid')) return
  Object.assign(order, { state, reason, action })
}

/** What the page may know of an order. */
function shown({ id, quantity, total, currency, method, phone, state, reason, reference, action }) {
  return { id, quantity, total, currency, method, phone, state, reason, reference, action }
}

// The page, and the module that encrypts in it.
app.get('/browser.mjs', (_request, response) => response.sendFile(fileURLToPath(import.meta.resolve('dgspay/browser'))))
app.get('/orders/:id', (_request, response) => response.sendFile('order.html', { root: PAGE }))
app.use(express.static(PAGE))

// What the payer is told stays general; what has happened is in the log, where no card and no key can be in it.
app.use((error, _request, response, _next) => {
  if (error instanceof ValidationError) {
    return response.status(422).json({ field: error.field, message: 'Please check this.' })
  }
  console.error(error.message)
  response
    .status(error.status ?? 503)
    .json({ message: 'That did not work. Nothing was charged by it; please try again.' })
})

app.listen(PORT, '127.0.0.1', () => console.log(`Akanyoni Coffee: ${ORIGIN}`))
