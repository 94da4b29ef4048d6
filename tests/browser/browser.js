// Chromium, and what is watched in every page.

import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { artefacts } from './sandbox.js'

const DESKTOP = { width: 1280, height: 900 }
const PHONE = { width: 390, height: 844 }

const executablePath = process.env.CHROMIUM
if (!executablePath) throw new Error('CHROMIUM must name a Chromium or Chrome; scripts/test-browser finds it')

export async function openBrowser() {
  // A browser in a test talks to the pages it is given and to nobody else.
  const quiet = [
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--host-resolver-rules=MAP insecure.test 127.0.0.1',
  ]
  // As root, as in most CI machines, Chromium refuses to start with its sandbox.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const browser = await chromium.launch({ executablePath, args: ['--disable-gpu', ...quiet, ...asRoot] })
  const complaints = []
  const sent = []
  return {
    /** What pages complained about, by console or by exception. */
    complaints,
    /** Everything that any page has sent: address and body. */
    sent,
    async newPage(options = {}) {
      const context = await browser.newContext({ viewport: DESKTOP, ...options })
      context.setDefaultTimeout(20_000)
      context.on('console', (message) => {
        // The page of a closed link or a used session is 410 and a form with errors 422: Chromium notes it, and it is meant so.
        const isMeant =
          /status of (410|422)/.test(message.text()) && /\/(generation\/pay|3ds)\//.test(message.location().url)
        const complaint = `${message.text()} (${message.location().url})`
        if (['error', 'warning'].includes(message.type()) && !isMeant) complaints.push(complaint)
      })
      context.on('weberror', (error) => complaints.push(String(error.error())))
      context.on('request', (request) => sent.push({ url: request.url(), body: request.postData() ?? '' }))
      return context.newPage()
    },
    close: () => browser.close(),
  }
}

/** Keeps a picture at desktop and at phone width, and holds the page to what both need. */
export async function look(page, name) {
  const before = page.viewportSize()
  for (const [label, size] of [
    ['desktop', DESKTOP],
    ['phone', PHONE],
  ]) {
    await page.setViewportSize(size)
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    assert.ok(wide <= 0, `${name} is ${wide} px too wide on a ${label}`)
    mkdirSync(`${artefacts}/${label}`, { recursive: true })
    await page.screenshot({ path: `${artefacts}/${label}/${name}.png`, fullPage: true })
  }
  await page.setViewportSize(before)
  const nameless = await page.evaluate(() =>
    Array.from(document.querySelectorAll('input:not([type=hidden]), select'))
      .filter((input) => !input.labels.length)
      .map((input) => input.outerHTML),
  )
  assert.deepEqual(nameless, [], `${name}: every input has a label`)
  assert.equal(await page.locator('h1').count(), 1, `${name}: one main heading`)
}
