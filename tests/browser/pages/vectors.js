// Runs the shared vectors in this page, and then the cases that are wrong on purpose.

import { callsOfBrowser, callsOfWebhook, run } from '/conformance/web.mjs'
import * as browser from '/dgspay/browser.mjs'
import * as internal from '/dgspay/internal.mjs'
import * as webhook from '/dgspay/webhook.mjs'

const violations = []
document.addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective))

const ended = {}
for (const folder of ['vectors', 'control']) {
  const cases = await (await fetch(`/cases/${folder}.json`)).json()
  ended[folder] = {
    browser: await run(callsOfBrowser(browser, internal), cases),
    webhook: await run(callsOfWebhook(webhook, internal), cases),
  }
}
await fetch('/report', { method: 'POST', body: JSON.stringify({ ...ended, violations }) })
