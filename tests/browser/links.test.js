// Links paid as people pay them: in a real browser, against the real sandbox, with a card that nobody else may see.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { look, openBrowser } from './browser.js'
import { openShop, startSandbox } from './sandbox.js'

// The documents' own card, and codes that stand out wherever they might turn up.
const CARD = { number: '4532123456789010', expiry: '1228', cvv: '7391', pin: '8264' }

let sandbox
let shop
let browser

before(async () => {
  shop = await openShop()
  sandbox = await startSandbox('--webhook-url', `${shop.origin}/webhook`)
  browser = await openBrowser()
})

after(async () => {
  await browser?.close()
  await sandbox?.stop()
  shop?.close()
})

async function makeLink(terms = {}) {
  const usual = {
    title: 'Invoice #123',
    amount_type: 'fixed',
    amount: 50_000,
    currency: 'RWF',
    payment_types: ['card', 'mobile_money'],
  }
  return (await sandbox.merchant('POST', '/payment-links', { ...usual, ...terms })).link
}

const details = (link) => sandbox.merchant('GET', `/payment-links/${link.id}`)

async function stats(link) {
  const { stats } = await details(link)
  return [stats.successful_charges, stats.pending_charges, stats.failed_charges, stats.total_collected]
}

/** A page that shows the link. */
async function visit(link, options) {
  const page = await browser.newPage(options)
  await page.goto(link.url)
  return page
}

async function sayWho(page) {
  await page.getByLabel('First name').fill('Aline')
  await page.getByLabel('Last name').fill('Uwase')
  await page.getByLabel('E-mail').fill('aline@example.rw')
}

async function fillCard(page, { asked = '', answer = '' } = {}) {
  await page.getByRole('radio', { name: 'Card' }).check()
  await page.getByLabel('Card number').pressSequentially(CARD.number)
  await page.getByLabel('Expires').pressSequentially(CARD.expiry)
  await page.getByLabel('Security code').fill(CARD.cvv)
  await page.getByLabel('Phone', { exact: true }).fill('0788 123 456')
  await sayWho(page)
  await page.getByText('Sandbox: choose what happens').click()
  await page.getByLabel('What the payer is asked for').filter({ visible: true }).selectOption(asked)
  await page.getByLabel('What the bank or the network answers').selectOption(answer)
}

async function fillWallet(page) {
  await page.getByRole('radio', { name: 'Mobile money' }).check()
  await page.getByRole('radio', { name: 'MTN', exact: true }).check()
  await page.getByLabel('Mobile-money number').fill('0788 123 456')
  await sayWho(page)
}

const pay = (page) => page.getByRole('button', { name: /^Pay/ }).click()
const heading = (page, text) => page.getByRole('heading', { name: text }).waitFor()

test("by card, through the bank's page (3DS), back to the shop", async () => {
  const link = await makeLink({ redirect_url: `${shop.origin}/thanks?order=7`, description: 'Two chairs and a table' })
  const page = await visit(link)
  await look(page, 'offer-card')
  await fillCard(page, { asked: 'scenario:auth_3ds' })
  assert.equal(await page.getByLabel('Card number').inputValue(), '4532 1234 5678 9010')
  assert.equal(await page.getByLabel('Expires').inputValue(), '12 / 28')
  await page.getByText('Visa', { exact: true }).waitFor()
  await page.getByText('Please check this number').waitFor()
  await look(page, 'offer-card-filled')
  await pay(page)
  await page.getByText('Your bank', { exact: true }).waitFor()
  await look(page, 'bank')
  assert.deepEqual(await stats(link), [0, 1, 0, 0])
  await page.getByRole('button', { name: 'Approve' }).click()
  await heading(page, 'Paid. Thank you!')
  await look(page, 'paid-onward')
  await page.waitForURL(`${shop.origin}/**`)
  assert.equal(page.url(), `${shop.origin}/thanks?order=7`, 'nothing is added to the address (C-38)')
  assert.deepEqual(await stats(link), [1, 0, 0, 50_000])
  assert.equal((await details(link)).link.use_count, 1)
})

test('by card with a PIN', async () => {
  const link = await makeLink()
  const page = await visit(link)
  await fillCard(page, { asked: 'scenario:auth_pin' })
  await pay(page)
  await heading(page, "Enter your card's PIN")
  await look(page, 'pin')
  assert.ok(
    await page.getByLabel('PIN', { exact: true }).evaluate((input) => input === document.activeElement),
    'ready to type',
  )
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByText('4 to 6 digits').waitFor()
  await page.getByLabel('PIN', { exact: true }).fill(CARD.pin)
  // Something happens in the sandbox meanwhile: what was typed must stay.
  await sandbox.merchant('GET', '/balance')
  await page.waitForTimeout(600)
  assert.equal(await page.getByLabel('PIN', { exact: true }).inputValue(), CARD.pin)
  await page.getByRole('button', { name: 'Continue' }).click()
  await heading(page, 'Paid. Thank you!')
  await page.getByText('You can close this page.').waitFor()
  await look(page, 'paid')
  assert.deepEqual(await stats(link), [1, 0, 0, 50_000])
})

test("by card with a PIN and then the bank's page, which says no", async () => {
  const link = await makeLink()
  const page = await visit(link)
  await fillCard(page, { asked: 'scenario:auth_pin_3ds' })
  await pay(page)
  await page.getByLabel('PIN', { exact: true }).fill(CARD.pin)
  await page.getByLabel('PIN', { exact: true }).press('Enter')
  await page.getByRole('button', { name: 'Decline' }).click()
  await heading(page, 'Not paid')
  await page.getByText('You declined the payment.').waitFor()
  assert.deepEqual(await stats(link), [0, 0, 1, 0])
})

test('by card with a billing address (AVS)', async () => {
  const link = await makeLink({ currency: 'USD', amount: 19.5 })
  const page = await visit(link)
  await page.getByText('Pays in RWF only.').waitFor()
  await fillCard(page, { asked: 'scenario:auth_avs' })
  await pay(page)
  await heading(page, "Your card's billing address")
  await page.getByRole('button', { name: 'Continue' }).click()
  assert.equal(await page.getByText('Please fill this in.').count(), 2)
  await look(page, 'address')
  await page.getByLabel('Street and house').fill('KN 5 Rd')
  await page.getByLabel('City').fill('Kigali')
  await page.getByLabel('Country').selectOption('Rwanda')
  await page.getByRole('button', { name: 'Continue' }).click()
  await heading(page, 'Paid. Thank you!')
  assert.deepEqual(await stats(link), [1, 0, 0, 19.5])
})

test('a declined card says why, and another try succeeds', async () => {
  const link = await makeLink({ max_uses: 1 })
  const page = await visit(link)
  await fillCard(page, { answer: 'issuer:insufficient_funds' })
  await pay(page)
  await heading(page, 'Not paid')
  await page.getByText('There is not enough money in the account.').waitFor()
  await page.getByText('No money was taken.').waitFor()
  await look(page, 'declined')
  await page.getByRole('link', { name: 'Try again' }).click()
  assert.equal(await page.getByLabel('Card number').inputValue(), '', 'a card is never kept')
  await fillCard(page)
  await pay(page)
  await heading(page, 'Paid. Thank you!')
  assert.deepEqual(await stats(link), [1, 0, 1, 50_000])
  await page.goto(link.url)
  await page.getByText('This payment link has been used up.').waitFor()
  await look(page, 'used-up')
})

test('by mobile money: the handset approves, the page follows, the shop is told', async () => {
  const link = await makeLink({ redirect_url: `${shop.origin}/orders/8`, collect_address: true })
  const page = await visit(link)
  await fillWallet(page)
  await page.getByLabel('Street and house').fill('KN 5 Rd')
  await page.getByLabel('City').fill('Kigali')
  await look(page, 'offer-wallet')
  await pay(page)
  await heading(page, 'Look at your phone')
  await look(page, 'prompt')
  const [handset] = await Promise.all([
    page.context().waitForEvent('page'),
    page.getByRole('link', { name: 'that phone' }).click(),
  ])
  await look(handset, 'handset')
  await handset.getByRole('button', { name: 'Approve' }).click()
  await heading(page, 'Paid. Thank you!')
  assert.match(
    await page.locator('#announce').textContent(),
    /^Paid\. Thank you! You are being taken back to 127\.0\.0\.1\./,
  )
  assert.match(await page.title(), /^Paid/)
  await page.waitForURL(`${shop.origin}/orders/8`)
  assert.deepEqual(await stats(link), [1, 0, 0, 50_000])
  const reference = (await sandbox.merchant('GET', `/transactions?payment_link_id=${link.id}`)).data[0].dgs_reference
  await sandboxSays(() =>
    shop.webhooks.some((event) => event.event === 'payment.success' && event.dgs_reference === reference),
  )
})

test('by mobile money without any script', async () => {
  const link = await makeLink()
  const page = await visit(link, { javaScriptEnabled: false })
  await page.getByRole('radio', { name: 'Mobile money' }).check()
  await pay(page)
  await page.getByRole('alert').waitFor()
  assert.ok((await page.getByRole('alert').getByRole('link').count()) >= 4, 'everything that is missing, at once')
  await fillWallet(page)
  await pay(page)
  await heading(page, 'Look at your phone')
  const { pushes } = await sandbox.control('GET', '/pushes')
  await sandbox.control('POST', `/pushes/${pushes.at(-1).reference}`, { decision: 'approve' })
  await heading(page, 'Paid. Thank you!')
})

test('with the keyboard alone', async () => {
  const link = await makeLink({ payment_types: ['mobile_money', 'card'], collect_name: false })
  const page = await visit(link)
  const tab = () => page.keyboard.press('Tab')
  await tab()
  await page.keyboard.press('ArrowDown')
  assert.equal(await page.evaluate(() => document.activeElement.value), 'card')
  await page.keyboard.press('ArrowUp')
  await tab()
  await page.keyboard.press('Space')
  await tab()
  await page.keyboard.type('0788123456')
  await page.keyboard.press('Enter')
  await page.getByText('Please fill this in.').waitFor()
  assert.equal(await page.evaluate(() => document.activeElement.id), 'email', 'the focus is where something is missing')
  await page.keyboard.type('aline@example.rw')
  await page.keyboard.press('Enter')
  await heading(page, 'Look at your phone')
})

test('a chosen amount stays within its limits', async () => {
  const link = await makeLink({
    title: 'Tuition, second term',
    description: 'Green Hills Academy',
    amount_type: 'flexible',
    amount: undefined,
    min_amount: 1_000,
    max_amount: 5_000,
    max_uses: 3,
    expires_at: '2099-12-31 23:59:59',
    payment_types: ['mobile_money', 'card', 'bank_transfer', 'ussd'],
  })
  const page = await visit(link)
  await fillWallet(page)
  await look(page, 'offer-flexible')
  for (const name of ['Bank transfer', 'USSD']) assert.ok(await page.getByRole('radio', { name }).isDisabled())
  for (const wrong of ['', '999', '5001', '1000.5']) {
    await page.getByLabel('Amount in RWF').fill(wrong)
    await page.getByRole('button', { name: 'Pay', exact: true }).click()
    assert.ok(await page.locator('#amount-error').textContent(), wrong)
  }
  assert.deepEqual(await stats(link), [0, 0, 0, 0])
  await page.getByLabel('Amount in RWF').fill('5000')
  await page.getByRole('button', { name: 'Pay RWF 5,000' }).click()
  await heading(page, 'Look at your phone')
  assert.deepEqual(await stats(link), [0, 1, 0, 0])
})

test('an archived link and an expired one say so', async () => {
  const archived = await makeLink()
  const expiring = await makeLink({
    expires_at: new Date(Date.now() + 3_600_000).toISOString().slice(0, 19).replace('T', ' '),
  })
  const page = await visit(archived)
  await fillCard(page)
  await sandbox.merchant('DELETE', `/payment-links/${archived.id}`)
  await pay(page)
  await page.getByText('This payment link has been closed by the shop.').waitFor()
  assert.deepEqual(await stats(archived), [0, 0, 0, 0], 'too late is too late')
  await page.goto(expiring.url)
  await page.getByText('How do you want to pay?').waitFor()
  await sandbox.control('POST', '/clock', { advance_ms: 3_600_000 })
  await page.reload()
  await page.getByText('This payment link has expired.').waitFor()
  await look(page, 'expired')
})

test('long words and large amounts stay on a phone', async () => {
  const title = 'Inyemezabwishyu'.repeat(6)
  const shop = `https://${'averylonglabel'.repeat(4)}.example/`
  const link = await makeLink({ title, description: 'x'.repeat(300), amount: 999_999_999_999, redirect_url: shop })
  const page = await visit(link)
  await look(page, 'offer-long')
  const payment = { phone: '0788123456', network: 'MTN', scenario_key: 'scenario:auth_pin' }
  const { reference } = await sandbox.control('POST', `/links/${link.id}/payments`, payment)
  // Nothing outside of this machine is to be visited, not even after two seconds.
  await page.context().route(shop, (route) => route.fulfill({ body: '' }))
  await page.goto(`${link.url}/${reference}`)
  await look(page, 'paid-long')
})

test('the dashboard knows the links', async () => {
  const page = await browser.newPage()
  await page.goto(sandbox.ready.pages.dashboard)
  await page.getByText('from Aline Uwase').first().waitFor()
  await look(page, 'dashboard')
})

test('no page complained, and no card is anywhere', async () => {
  assert.deepEqual(browser.complaints, [])
  const cards = browser.sent.filter(
    ({ body }) => body.includes('card_encrypted_number=') && !body.includes('card_encrypted_number=&'),
  )
  assert.equal(cards.length, 7, 'the control: so many cards were sent, encrypted')
  const secrets = [CARD.number, '4532 1234 5678 9010', '4532+1234+5678+9010']
  // Four digits between hyphens are a part of a link's identifier.
  const alone = [CARD.cvv, CARD.pin].map((code) => new RegExp(`(?<![0-9A-Za-z-])${code}(?![0-9A-Za-z-])`))
  const mustNotHold = (where, text) => {
    for (const secret of secrets) assert.ok(!text.includes(secret), `${where} holds the card's number`)
    for (const code of alone) assert.doesNotMatch(text, code, `${where} holds the security code or the PIN`)
  }
  assert.throws(() => mustNotHold('the control', `cvv=${CARD.cvv}&`))
  for (const { url, body } of browser.sent) mustNotHold(`a request to ${url}`, `${url} ${body}`)

  // What was sent encrypted is as secret as what it encrypts: whoever has the page's key can open it.
  const sealed = cards.flatMap(({ body }) => {
    const form = new URLSearchParams(body)
    return ['card_encrypted_number', 'card_encrypted_cvv', 'card_nonce'].map((name) => form.get(name))
  })
  assert.equal(new Set(sealed).size, sealed.length, 'no nonce was used twice')
  const log = JSON.stringify(await sandbox.control('GET', '/requests'))
  const ledger = sandbox.ledger().toString('latin1')
  assert.ok(ledger.includes('Aline Uwase'), 'the control: this is the ledger')
  for (const [where, text] of [
    ['the request log', log],
    ['the ledger', ledger],
  ]) {
    mustNotHold(where, text)
    for (const text_ of sealed) assert.ok(!text.includes(text_), `${where} holds an encrypted card`)
  }
  const { ledger_balanced, paid_twice } = await sandbox.control('GET', '/assertions')
  assert.equal(ledger_balanced, true)
  assert.ok(Array.isArray(paid_twice))
})

async function sandboxSays(condition) {
  for (let waited = 0; waited < 5_000; waited += 50) {
    if (condition()) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  assert.fail('it never came true')
}
