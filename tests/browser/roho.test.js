// A card payment through RohoPay, from the shop's server to the bank's page and back: the page is good once, and what the address
// claims on the way back is a claim. What was paid, the webhook and the transaction tell.

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { CheckoutReturn, RohoPay } from 'dgspay'
import { look, openBrowser } from './browser.js'
import { openShop, startSandbox } from './sandbox.js'

const CARD = { cardNumber: '5399 8383 8383 8381', cardExpiry: '10/31', cardCvv: '739' }

let sandbox
let shop
let browser
let roho

before(async () => {
  shop = await openShop()
  sandbox = await startSandbox()
  browser = await openBrowser()
  const { base_url: baseUrl, test_key: apiKey } = sandbox.ready.roho
  roho = new RohoPay({ baseUrl, apiKey })
})

after(async () => {
  await browser?.close()
  await sandbox?.stop()
  shop?.close()
})

/** A payer at the bank's page. */
async function visit() {
  const session = await roho.checkout({
    ...CARD,
    amount: 75_000,
    description: 'Two chairs and a table',
    customerName: 'Jane Doe',
    customerEmail: 'jane@example.com',
    returnUrl: `${shop.origin}/thanks?order=7`,
    callbackUrl: `${shop.origin}/webhook`,
  })
  const page = await browser.newPage()
  await page.goto(session.paymentUrl)
  await page.getByText('Two chairs and a table').waitFor()
  return { page, session }
}

const statusOf = async ({ internalReference }) => (await roho.getTransaction(internalReference)).status

for (const [button, claimedStatus, heading, event] of [
  ['Approve', 'successful', 'Paid', 'deposit.successful'],
  ['Decline', 'failed', 'Not paid', 'deposit.failed'],
]) {
  test(`${button}, and back to the shop with a claim that proves nothing`, async () => {
    const { page, session } = await visit()
    const { internalReference } = session
    await look(page, `roho-bank-${claimedStatus}`)
    assert.equal(await statusOf(session), 'pending')
    const forged = `${shop.origin}/thanks?status=success&reference=${internalReference}`
    assert.equal(CheckoutReturn.parse(forged).claimedStatus, 'successful')
    assert.equal(await statusOf(session), 'pending', 'anybody can write such an address')
    await page.getByRole('button', { name: button }).click()
    await page.waitForURL(`${shop.origin}/thanks?order=7&**`)
    const claim = CheckoutReturn.parse(page.url())
    assert.deepEqual([claim.claimedStatus, claim.internalReference], [claimedStatus, internalReference])
    const { status, providerReference } = await roho.getTransaction(internalReference)
    assert.deepEqual([status, providerReference], [claimedStatus, claim.orderReference])
    for (let tries = 0; tries < 50 && !shop.webhooks.some((sent) => sent.event === event); tries += 1) {
      await page.waitForTimeout(100)
    }
    const told = shop.webhooks.find((sent) => sent.event === event)
    assert.deepEqual([told?.internal_reference, told?.payment_method], [internalReference, 'card'])

    await page.goto(session.paymentUrl)
    await page.getByRole('heading', { name: heading, exact: true }).waitFor()
    await look(page, `roho-${claimedStatus}`)
    assert.equal(await page.getByRole('button').count(), 0, 'the page was good once')
  })
}

test('a payer who leaves leaves the payment pending', async () => {
  const { page, session } = await visit()
  await page.getByRole('button', { name: 'Leave without an answer' }).click()
  await page.getByRole('heading', { name: 'You have left' }).waitFor()
  await look(page, 'roho-left')
  assert.equal(await statusOf(session), 'pending')
})

test('no page complained, and no card is anywhere', () => {
  assert.deepEqual(browser.complaints, [])
  const ledger = sandbox.ledger().toString('latin1')
  assert.ok(ledger.includes('Two chairs and a table'), 'the control: this is the ledger')
  for (const number of [CARD.cardNumber, CARD.cardNumber.replaceAll(' ', '')]) assert.ok(!ledger.includes(number))
})
