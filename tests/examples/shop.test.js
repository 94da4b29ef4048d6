// An example shop, visited as its customers visit it: in a real browser, against the real sandbox.

import assert from 'node:assert/strict'
import { createHmac, randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { look as lookAt, openBrowser } from './browser.js'
import { openShop, until } from './shop.js'

/** Pictures are taken in one shop: the page of the others is the same. */
const look = async (page, picture) => process.env.DGSPAY_PICTURES && lookAt(page, picture)

// Codes that stand out wherever they might turn up.
const CARD = { number: '5399838383838381', expiry: '1031', cvv: '7391', pin: '8264' }

let shop
let browser
/** How many orders should have been paid by now. */
let paid = 0

before(async () => {
  shop = await openShop()
  browser = await openBrowser()
})

after(async () => {
  await browser?.close()
  await shop?.close()
})

/** A page that shows the checkout, with everything of what was answered kept. */
const answers = []
async function visit(options) {
  const page = await browser.newPage(options)
  page.on('response', async (response) => {
    const isOurs = response.url().startsWith(shop.origin) && ![301, 302, 304].includes(response.status())
    if (isOurs)
      answers.push({ url: response.url(), headers: response.headers(), body: await response.text().catch(() => '') })
  })
  await page.goto(shop.origin)
  await page.getByRole('button', { name: 'Pay RWF 9,500' }).waitFor()
  return page
}

async function sayWho(page) {
  await page.getByLabel('First name').fill('Aline')
  await page.getByLabel('Last name').fill('Uwase')
  await page.getByLabel('E-mail').fill('aline@example.rw')
  await page.getByLabel('Phone').fill('')
  await page.getByLabel('Phone').pressSequentially('0788 123 456')
}

async function fillCard(page) {
  await sayWho(page)
  await page.getByRole('radio', { name: 'Card' }).check({ force: true })
  await page.getByLabel('Card number').pressSequentially(CARD.number)
  await page.getByLabel('Expires').pressSequentially(CARD.expiry)
  await page.getByLabel('Security code').fill(CARD.cvv)
}

async function choose(page, what) {
  await page.getByText('Test shop: choose what happens').click()
  await page.getByLabel('What the bank or the network does').selectOption(what)
}

const pay = (page) => page.getByRole('button', { name: /^Pay RWF/ }).click()
const heading = (page, text) => page.getByRole('heading', { level: 1, name: text }).waitFor()
const orderOf = (page) => shop.order(new URL(page.url()).pathname.split('/').at(-1))

async function isPaid(page, total = 9_500) {
  await heading(page, 'Paid. Thank you!')
  const order = await orderOf(page)
  assert.deepEqual([order.state, order.total, order.currency], ['paid', total, 'RWF'])
  paid += 1
  return order
}

test('by mobile money, on the network that the number suggests', async () => {
  const page = await visit()
  await look(page, 'checkout')
  await page.getByRole('button', { name: 'One bag more' }).click()
  await sayWho(page)
  await page.getByText('Suggested by your number.').waitFor()
  assert.ok(await page.getByRole('radio', { name: 'MTN MoMo' }).isChecked())
  await look(page, 'checkout-filled')
  await page.getByRole('button', { name: 'Pay RWF 19,000' }).click()
  await heading(page, 'Look at your phone')
  await look(page, 'phone')
  const push = await shop.answer('approve')
  assert.deepEqual([push.phone, push.network, push.amount], ['788123456', 'MTN', 19_000])
  const { reference } = await isPaid(page, 19_000)
  await look(page, 'paid')
  await until(async () =>
    (await shop.webhooks()).some((sent) => sent.reference === reference && sent.state === 'delivered'),
  )
})

test('another network than the suggested one may be chosen', async () => {
  const page = await visit()
  await page.getByText('Airtel Money').click()
  await sayWho(page)
  assert.ok(await page.getByRole('radio', { name: 'Airtel Money' }).isChecked())
  await pay(page)
  await heading(page, 'Look at your phone')
  assert.equal((await shop.answer('decline')).network, 'Airtel')
  await heading(page, 'Not paid')
  await page.getByText('No money was taken.').waitFor()
  await look(page, 'declined-phone')
})

test('what is missing or wrong is said beside the field', async () => {
  const page = await visit()
  await pay(page)
  assert.equal(await page.getByText('Please fill this in.').count(), 4)
  assert.equal(await page.evaluate(() => document.activeElement.id), 'first-name')
  await page.getByText('Choose the network of your number.').waitFor()
  await look(page, 'missing')
  await sayWho(page)
  await page.getByRole('radio', { name: 'Card' }).check({ force: true })
  await page.getByLabel('Phone').fill('12345')
  await page.getByLabel('Card number').fill('4242 4242')
  await page.getByLabel('Expires').fill('0120')
  await page.getByLabel('Security code').fill('1')
  await pay(page)
  await page.getByText('It looks like 0788 123 456.').waitFor()
  await page.getByText('This card has expired.').waitFor()
  await page.getByLabel('Phone').fill('0788123456')
  await page.getByLabel('Expires').fill('1031')
  await pay(page)
  await page.getByText('The whole number, 12 to 19 digits.').waitFor()
  await page.getByLabel('Card number').fill(CARD.number)
  await pay(page)
  await page.getByText('The 3 or 4 digits on the card.').waitFor()
  await look(page, 'wrong')
})

test('what only the server refuses is said beside the field as well', async () => {
  const page = await visit()
  const heard = browser.complaints.length
  await sayWho(page)
  await page.getByLabel('Last name').fill('  ')
  await pay(page)
  await page.locator('#last-name-error').getByText('Please check this.').waitFor()
  assert.equal(await page.evaluate(() => document.activeElement.id), 'last-name')
  assert.match(browser.complaints.splice(heard).join(), /status of 422/, 'the browser notes it')
  await page.getByLabel('Last name').fill('Uwase')
  await pay(page)
  await heading(page, 'Look at your phone')
  await shop.answer('approve')
  await isPaid(page)
})

test('a checkout without its shop says so, and takes nothing', async () => {
  const page = await browser.newPage()
  await page.route('**/api/shop', (route) => route.abort())
  const heard = browser.complaints.length
  await page.goto(shop.origin)
  await page.getByText('The shop cannot be reached just now.').waitFor()
  assert.ok(await page.getByRole('button', { name: /^Pay/ }).isDisabled())
  browser.complaints.length = heard
})

test('by card, at once', async () => {
  const page = await visit({ viewport: { width: 390, height: 844 }, hasTouch: true })
  await fillCard(page)
  assert.equal(await page.getByLabel('Card number').inputValue(), '5399 8383 8383 8381')
  assert.equal(await page.getByLabel('Expires').inputValue(), '10/31')
  await page.getByText('Mastercard', { exact: true }).waitFor()
  await look(page, 'card')
  await pay(page)
  await isPaid(page)
})

test('a number that may be mistyped is remarked on, and not refused', async () => {
  const page = await visit()
  await fillCard(page)
  await page.getByLabel('Card number').fill('4532 1234 5678 9010')
  await page.getByLabel('Security code').focus()
  await page.getByText('Please check this number').waitFor()
  await page.getByText('Visa', { exact: true }).waitFor()
  await pay(page)
  await isPaid(page)
})

test('by card with its PIN, and then a code', async () => {
  await shop.change({ switches: ['pin-then-otp'] })
  const page = await visit()
  await fillCard(page)
  await choose(page, 'scenario:auth_pin')
  await pay(page)
  await heading(page, "Enter your card's PIN")
  await look(page, 'pin')
  assert.equal(await page.evaluate(() => document.activeElement.id), 'pin-field', 'ready to type')
  await page.getByLabel('PIN', { exact: true }).fill('12')
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByText('4 to 6 digits').waitFor()
  await page.getByLabel('PIN', { exact: true }).fill(CARD.pin)
  // The page looks again meanwhile: what was typed must stay.
  await page.waitForTimeout(1_700)
  assert.equal(await page.getByLabel('PIN', { exact: true }).inputValue(), CARD.pin)
  await page.getByRole('button', { name: 'Continue' }).click()
  await heading(page, 'Enter the code from your bank')
  await look(page, 'code')
  await page.getByLabel('Code').fill('123456')
  await page.getByLabel('Code').press('Enter')
  await isPaid(page)
  await shop.change({ switches: [] })
})

test("by card through the bank's page and back", async () => {
  const page = await visit()
  await fillCard(page)
  await choose(page, 'scenario:auth_3ds')
  await pay(page)
  await page.getByText('Your bank', { exact: true }).waitFor()
  assert.notEqual(new URL(page.url()).origin, shop.origin)
  await page.getByRole('button', { name: 'Approve' }).click()
  await page.getByRole('link', { name: /^Back to/ }).click()
  await page.waitForURL(`${shop.origin}/orders/*`)
  await isPaid(page)
})

test("a PIN, and then the bank's page, which is left and found again, and says no", async () => {
  const page = await visit()
  await fillCard(page)
  await choose(page, 'scenario:auth_pin_3ds')
  await pay(page)
  await page.getByLabel('PIN', { exact: true }).fill(CARD.pin)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByText('Your bank', { exact: true }).waitFor()
  await page.goBack()
  await heading(page, 'Your bank has a question')
  await look(page, 'bank')
  await page.getByRole('link', { name: "Go to your bank's page" }).click()
  await page.getByRole('button', { name: 'Decline' }).click()
  await page.getByRole('link', { name: /^Back to/ }).click()
  await page.waitForURL(`${shop.origin}/orders/*`)
  await heading(page, 'Not paid')
})

test('by card with its billing address', async () => {
  const page = await visit()
  await fillCard(page)
  await choose(page, 'scenario:auth_avs')
  await pay(page)
  await heading(page, "Your card's billing address")
  await page.getByRole('button', { name: 'Continue' }).click()
  assert.equal(await page.getByText('Please fill this in.').count(), 2)
  await look(page, 'address')
  await page.getByLabel('Street and house').fill('KN 5 Rd')
  await page.getByLabel('City').fill('Kigali')
  assert.equal(await page.getByLabel('Country').inputValue(), 'RW')
  await page.getByRole('button', { name: 'Continue' }).click()
  await isPaid(page)
})

test('a declined card says why, and the next try is another order', async () => {
  const page = await visit()
  await fillCard(page)
  await choose(page, 'issuer:insufficient_funds')
  await pay(page)
  await heading(page, 'Not paid')
  await page.getByText(/insufficient funds/i).waitFor()
  await look(page, 'declined')
  const first = page.url()
  await page.getByRole('link', { name: 'Try again' }).click()
  await page.getByRole('button', { name: 'Pay RWF 9,500' }).waitFor()
  assert.equal(await page.getByLabel('Security code').inputValue(), '', 'a card is never kept')
  await fillCard(page)
  await pay(page)
  await isPaid(page)
  assert.notEqual(page.url(), first)
})

test('an order that is sent twice is charged once', async () => {
  const page = await visit()
  await sayWho(page)
  const { posts } = await shop.assertions()
  const [request] = await Promise.all([page.waitForRequest((sent) => sent.method() === 'PUT'), pay(page)])
  await heading(page, 'Look at your phone')
  const again = await page.request.put(request.url(), { data: request.postDataJSON() })
  assert.equal((await again.json()).state, 'pending')
  // The payer goes back and presses again.
  await page.goBack()
  await sayWho(page)
  await pay(page)
  await heading(page, 'Look at your phone')
  await shop.answer('approve')
  await isPaid(page)
  assert.equal((await shop.assertions()).posts, posts + 1)
})

test('an order that arrives several times at once is charged once', async () => {
  const { posts } = await shop.assertions()
  const id = randomUUID()
  const customer = { firstName: 'Aline', lastName: 'Uwase', email: 'aline@example.rw' }
  const body = JSON.stringify({ quantity: 1, customer, phone: '0788123456', network: 'MTN' })
  const send = () =>
    fetch(`${shop.origin}/api/orders/${id}`, { method: 'PUT', body, headers: { 'Content-Type': 'application/json' } })
  const answers = await Promise.all([send(), send(), send(), send()])
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 200, 200, 200],
  )
  await shop.answer('approve')
  await until(async () => (await shop.order(id)).state === 'paid')
  paid += 1
  assert.equal((await shop.assertions()).posts, posts + 1)
})

test('a lost answer leaves the order open, nothing is sent again, and the webhook settles it', async () => {
  const page = await visit()
  await sayWho(page)
  await shop.fault({ fault: 'lost-answer', operation: 'charges.create' })
  const { posts } = await shop.assertions()
  await pay(page)
  await heading(page, 'We are checking your payment')
  await page.getByText('Please do not pay again.').waitFor()
  await look(page, 'checking')
  assert.equal((await orderOf(page)).reference ?? null, null, 'nobody knows the reference yet')
  await shop.answer('approve')
  assert.ok((await isPaid(page)).reference)
  assert.equal((await shop.assertions()).posts, posts + 1)
})

test('a webhook that is never sent is not needed', async () => {
  const page = await visit()
  await sayWho(page)
  await shop.fault({ fault: 'silent-provider', position: 'webhook' })
  await pay(page)
  await heading(page, 'Look at your phone')
  await shop.answer('approve')
  const { reference } = await isPaid(page)
  assert.ok((await shop.webhooks()).every((made) => made.reference !== reference || made.attempts.length === 0))
})

test('a webhook that comes before the answer, or twice, settles the order once', async () => {
  for (const fault of [{ fault: 'webhook-first', operation: 'charges.create' }, { fault: 'double-webhook' }]) {
    const page = await visit()
    await sayWho(page)
    await shop.fault(fault)
    await pay(page)
    if (fault.fault === 'double-webhook') await shop.answer('approve')
    await isPaid(page)
  }
})

test('a charge that the service does not take is no payment, and the payer may try again', async () => {
  const page = await visit()
  await sayWho(page)
  await shop.fault({ fault: 'status', status: 429, operation: 'charges.create' })
  await pay(page)
  await heading(page, 'Not paid')
  await page.getByText('The payment could not be made just now.').waitFor()
  await page.getByText('No money was taken.').waitFor()
})

test('webhooks that nobody signed, or that are about something else, change nothing', async () => {
  const page = await visit()
  await sayWho(page)
  await pay(page)
  await heading(page, 'Look at your phone')
  const { id, reference, total } = await orderOf(page)
  const deliver = (event, secret) => {
    const body = JSON.stringify({
      event: 'payment.success',
      status: 'success',
      currency: 'RWF',
      environment: 'test',
      ...event,
    })
    const signature = createHmac('sha256', secret).update(body).digest('hex')
    return fetch(`${shop.origin}/webhook/${id}`, { method: 'POST', body, headers: { 'X-DGS-Signature': signature } })
  }
  const event = { dgs_reference: reference, amount: total }
  assert.equal((await deliver(event, 'somebody else')).status, 401)
  assert.equal((await deliver({ ...event, dgs_reference: 'dgs_another' }, shop.webhookSecret)).status, 200)
  assert.equal((await deliver({ ...event, amount: 1 }, shop.webhookSecret)).status, 200)
  assert.equal((await orderOf(page)).state, 'pending')
  await shop.answer('approve')
  await isPaid(page)
  assert.match(shop.log(), /does not fit/)
})

test('with the keyboard alone, in the dark', async () => {
  const page = await visit({ colorScheme: 'dark' })
  await page.getByLabel('First name').focus()
  for (const text of ['Aline', 'Uwase', 'aline@example.rw', '0788123456']) {
    await page.keyboard.type(text)
    await page.keyboard.press('Tab')
  }
  await page.keyboard.press('ArrowDown')
  assert.equal(await page.evaluate(() => document.activeElement.value), 'card')
  await look(page, 'dark')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await heading(page, 'Look at your phone')
  await look(page, 'dark-phone')
  await shop.answer('approve')
  await isPaid(page)
})

test('a script that somebody slips into a page does not run', async () => {
  const page = await visit()
  const heard = browser.complaints.length
  await page.evaluate(() => {
    const script = document.createElement('script')
    script.append('globalThis.slipped = true')
    document.head.append(script)
  })
  assert.equal(await page.evaluate(() => globalThis.slipped), undefined)
  assert.match(browser.complaints.splice(heard).join(), /requires 'TrustedScript'/, 'the control: complaints are heard')
  const markup = page.evaluate(() => {
    document.body.innerHTML = '<form action="https://elsewhere.example">'
  })
  await assert.rejects(markup, /TrustedHTML/, 'nor does text become markup')
  browser.complaints.length = heard
})

test('every order was paid once', async () => {
  const { ledger_balanced, paid_twice, payments_executed } = await shop.assertions()
  assert.deepEqual([ledger_balanced, paid_twice, payments_executed], [true, [], paid])
})

test('no page complained, every page is strict, and no key and no card is anywhere', async () => {
  assert.deepEqual(browser.complaints, [])
  for (const { url, headers } of answers) {
    const policy = headers['content-security-policy'] ?? ''
    assert.match(policy, /^default-src 'none'; script-src 'self'; /, url)
    assert.match(policy, /; require-trusted-types-for 'script'$/, url)
    assert.doesNotMatch(policy, /unsafe|\*|http/, url)
    if (url.includes('/api/')) assert.equal(headers['cache-control'], 'no-store', url)
  }

  const everything = answers.map(({ url, body }) => `${url} ${body}`).join('\n')
  const log = shop.log()
  assert.ok(
    everything.includes(shop.encryptionKey),
    'the control: the page gets the encryption key, and this is what it got',
  )
  assert.match(log, /Akanyoni Coffee|orders/, 'the control: this is the log')
  for (const secret of shop.secrets) {
    assert.ok(!everything.includes(secret), 'a page holds a key of the server')
    assert.ok(!log.includes(secret), 'the log holds a key')
  }

  const grouped = CARD.number.replace(/(\d{4})(?=\d)/g, '$1 ')
  // Four digits between hyphens are a part of an order's number.
  const codes = [CARD.cvv, CARD.pin].map((code) => new RegExp(`(?<![0-9A-Za-z-])${code}(?![0-9A-Za-z-])`))
  const holds = (text) =>
    [CARD.number, grouped].some((number) => text.includes(number)) || codes.some((code) => code.test(text))
  assert.ok(holds(`cvv=${CARD.cvv}&`), 'the control')
  const sent = browser.sent.filter(({ body }) => body.includes('"card"'))
  assert.ok(sent.length >= 8, 'the control: so many cards were sent, encrypted')
  for (const { url, body } of browser.sent) assert.ok(!holds(`${url} ${body}`), `a request to ${url} holds a card`)
  for (const [where, text] of [
    ['the log', log],
    ['an answer', everything],
    ['the ledger', shop.ledger().toString('latin1')],
  ]) {
    assert.ok(!holds(text), `${where} holds a card`)
  }
  // What was sent encrypted is as secret as what it encrypts: whoever has the page's key can open it.
  const sealed = sent.flatMap(({ body }) => ['number', 'cvv', 'nonce'].map((part) => JSON.parse(body).card[part]))
  assert.equal(new Set(sealed).size, sealed.length, 'no nonce was used twice')
  for (const text of sealed)
    assert.ok(!log.includes(text) && !everything.includes(text), 'an encrypted card is kept or told')
})
