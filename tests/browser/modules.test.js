// `dgspay/browser` and `dgspay/webhook` in Chromium, as the package brings them and under a strict Content-Security-Policy:
// the shared vectors, and a payment by card through a shop's page, the shop's server and the sandbox.

import assert from 'node:assert/strict'
import { createDecipheriv, createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { DgsPay } from 'dgspay'
import { openBrowser } from './browser.js'
import { read } from './conformance/cases.mjs'
import { POLICY, servePages } from './pages.js'
import { startSandbox } from './sandbox.js'

const { DGSPAY_TESTS: tests } = process.env
if (!tests) throw new Error('DGSPAY_TESTS must name the folder of the cases; scripts/test-browser sets it')
const cases = { vectors: read(`${tests}/vectors`), control: read(`${tests}/control/vectors`) }

let browser

before(async () => {
  browser = await openBrowser()
})

after(() => browser?.close())

/** What a page has reported about itself. */
async function reported(name, { origin = 'origin', ...options } = {}) {
  const reports = []
  const pages = await servePages(
    {
      '/report': (report) => void reports.push(report),
      '/cases/vectors.json': () => cases.vectors,
      '/cases/control.json': () => cases.control,
    },
    options,
  )
  const page = await browser.newPage()
  try {
    const said = page.waitForResponse(`${pages[origin]}/report`, { timeout: 120_000 })
    await page.goto(`${pages[origin]}/${name}.html`)
    await said
    return reports[0]
  } finally {
    await page.close()
    pages.close()
  }
}

test('the policy is in force, and would be missed', async () => {
  const refused = await reported('policy')
  assert.deepEqual(refused, {
    eval: 'EvalError',
    Function: 'EvalError',
    wasm: 'CompileError',
    inline: 'undefined',
    markup: 'TypeError',
    elsewhere: 'TypeError',
  })
  const without = await reported('policy', { policy: null })
  assert.deepEqual(
    Object.values(without),
    ['ran', 'ran', 'ran', 'ran', 'ran', 'ran'],
    'without a policy, all of it runs',
  )
  browser.complaints.length = 0
})

test('every shared vector of the modules passes in a page', async () => {
  const { vectors, control, violations } = await reported('vectors')
  assert.deepEqual(violations, [], 'nothing that the policy forbids was tried')
  const having = (list, calls) => list.filter(({ call }) => call in calls)
  for (const name of ['browser', 'webhook']) {
    const { ran, failed } = vectors[name]
    assert.deepEqual(failed, {}, name)
    for (const [call, count] of Object.entries(ran)) {
      assert.ok(count > 0, call)
      assert.equal(count, cases.vectors.filter((one) => one.call === call).length, call)
    }
    const wrong = having(cases.control, ran).map(({ id }) => id)
    assert.deepEqual(Object.keys(control[name].failed).sort(), wrong.sort(), 'what is wrong on purpose is seen to fail')
  }
  assert.deepEqual(browser.complaints, [])
})

test('a page that names the module by an import map needs the hash of the map in its policy, and no more', async () => {
  const [, map] = /<script type="importmap">(.*?)<\/script>/s.exec(readFileSync('pages/mapped.html', 'utf8'))
  const hash = createHash('sha256').update(map).digest('base64')
  const policy = POLICY.replace("script-src 'self'", `script-src 'self' 'sha256-${hash}'`)
  assert.equal(await reported('mapped', { policy }), '4242 42')
  assert.deepEqual(browser.complaints, [])
  assert.equal(await reported('mapped'), 'TypeError', 'the control: without the hash there is no map')
  browser.complaints.length = 0
})

test('a page that is not secure is told what is missing, and may still format what is typed', async () => {
  const { isSecureContext, error, text } = await reported('insecure', { origin: 'insecureOrigin' })
  assert.equal(isSecureContext, false)
  assert.deepEqual([error.name, error.code], ['ConfigError', 'invalid_setting'])
  assert.match(error.message, /no WebCrypto for this page\. Serve the page over https/)
  assert.equal(text, '4242 42')
})

/** Opens what was encrypted in a page, with another implementation. */
function open(key, nonce, field) {
  const sealed = Buffer.from(field, 'base64')
  const cipher = createDecipheriv('aes-256-gcm', Buffer.from(key, 'base64'), Buffer.from(nonce, 'ascii'))
  cipher.setAuthTag(sealed.subarray(-16))
  return Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]).toString()
}

test("by card: typed and encrypted in the shop's page, charged by its server, confirmed with the card's PIN", async () => {
  const sandbox = await startSandbox()
  const { base_url: baseUrl, api_key: apiKey, account_number: accountNumber, encryption_key: key } = sandbox.ready.dgs
  const pay = new DgsPay({ baseUrl, apiKey, accountNumber })
  const received = []
  let charge
  const answer = ({ paid, nextAction }) => ({ paid, nextAction: nextAction?.kind })
  const shop = await servePages({
    '/settings': () => ({ encryptionKey: key }),
    '/pay': async ({ card, phone }) => {
      received.push(card)
      charge = await pay.charges.createCard({
        amount: 5000,
        card,
        customer: { firstName: 'Aline', lastName: 'Uwase', email: 'aline@example.rw', phone },
        redirectUrl: `${shop.origin}/thanks`,
        scenarioKey: 'scenario:auth_pin&issuer:approved',
      })
      return answer(charge)
    },
    '/pin': async (pin) => {
      received.push(pin)
      charge = await pay.charges.authorizePin(charge, pin)
      return answer(charge)
    },
  })
  try {
    const page = await browser.newPage()
    await page.goto(`${shop.origin}/pay.html`)
    const fill = (label, text) => page.getByLabel(label).pressSequentially(text)
    await fill('Card number', '4242424242424241')
    assert.equal(await page.locator('output[name=brand]').textContent(), 'Is that right?')
    await page.getByLabel('Card number').press('Backspace')
    await fill('Card number', '2')
    assert.equal(await page.getByLabel('Card number').inputValue(), '4242 4242 4242 4242')
    assert.equal(await page.locator('output[name=brand]').textContent(), 'visa')
    await fill('Expires', '93')
    assert.equal(await page.getByLabel('Expires').inputValue(), '09/3')
    await fill('Expires', '2')
    await fill('Phone', '0788 123 456')
    await fill('Security code', '12')
    assert.equal(await page.locator('output[name=network]').textContent(), 'MTN')
    const says = (text) => page.getByRole('status').filter({ hasText: text }).waitFor()
    await page.getByRole('button', { name: 'Pay' }).click()
    await says('Look at cvv')
    await page.getByLabel('Security code').fill('123')
    await page.getByRole('button', { name: 'Pay' }).click()
    await says('Next: requires_pin')
    await fill('PIN of the card', '8264')
    await page.getByRole('button', { name: 'Confirm' }).click()
    await says('Paid')

    const [card, pin] = received
    const fields = [card.number, card.expiryMonth, card.expiryYear, card.cvv]
    const opened = fields.map((field) => open(key, card.nonce, field))
    assert.deepEqual(opened, ['4242424242424242', '09', '2032', '123'])
    assert.equal(open(key, pin.nonce, pin.pin), '8264')
    assert.equal((await pay.transactions.get(charge.reference)).status, 'successful')
    const bodies = browser.sent.filter(({ url }) => url.startsWith(shop.origin)).map(({ body }) => body)
    for (const secret of ['4242', '8264', '"123"'])
      assert.ok(!bodies.join().includes(secret), `${secret} has left the page`)
    assert.deepEqual(browser.complaints, [])
  } finally {
    shop.close()
    await sandbox.stop()
  }
})
