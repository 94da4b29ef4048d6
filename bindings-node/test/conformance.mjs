// The conformance suite in Node, on the public layer (`tests/README.md` is the contract). Without DGSPAY_READY, as
// `cargo xtask conformance` sets it, only the vectors are run.
import { writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { calls, vectors } from './conformance/calls.mjs'
import { read } from './conformance/cases.mjs'
import { compare } from './conformance/compare.mjs'
import { given, outcome, plain } from './conformance/forms.mjs'
import { dgspay } from './conformance/package.mjs'

/** Why these requests were not sent as one call, in the same bytes whenever a POST was repeated. */
function oneKey(log) {
  const posts = log.filter(({ method }) => method === 'POST')
  const marks = posts.map(({ idempotency_key, request_id, body_sha256 }) => [idempotency_key, request_id, body_sha256])
  if (marks.length === 0) return 'no POST has arrived'
  if (marks.flat().some((mark) => mark == null)) return `a mark of the call is absent: ${JSON.stringify(marks)}`
  return new Set(marks.map(String)).size === 1 ? undefined : `one call has several marks: ${JSON.stringify(marks)}`
}

/** A merchant of its own in the sandbox, and what its steps have saved. */
class Scenario {
  taken = {}

  constructor(access) {
    this.access = access
  }

  async play({ merchant = {}, client, faults = [], steps, requests, one_key, comment: _, id: __, ...wanted }) {
    this.merchant = await this.control('POST', '/merchants', merchant)
    this.saved = { merchant: this.merchant }
    this.use(client)
    for (const fault of faults) await this.fault(fault)
    for (const [index, step] of steps.entries()) {
      const why = await this.step(this.filled(step))
      if (why) return `step ${index + 1}: ${why}`
    }
    const found = await this.ask('/assertions')
    found.paid_twice = found.paid_twice.length
    const why = compare({ trap_hits: 0, paid_twice: 0, ledger_balanced: true, ...wanted }, found)
    if (why || !(requests || one_key)) return why
    const log = (await this.ask('/requests')).requests
    const lines = log.map(({ method, operation }) => `${method} ${operation}`)
    return compare(requests ?? lines, lines, 'requests') ?? (one_key && oneKey(log))
  }

  /** From here on, calls go through a client with these settings; it is made by the first of them. */
  use({ service = 'dgs', key = 'test', ...settings } = {}) {
    const { api_key, account_number, base_url, ...keys } = this.merchant[service]
    const own = service === 'roho' ? { api_key: keys[`${key}_key`] } : { api_key, account_number }
    Object.assign(this, { service, settings: given({ base_url, ...own, ...settings }), client: undefined })
  }

  async step(step) {
    if (step.call) {
      return this.ended(step, () => {
        this.client ??= new { dgs: dgspay.DgsPay, roho: dgspay.RohoPay }[this.service](this.settings)
        return calls[step.call](this.client, step.input ?? {}, given(step.options), this.merchant)
      })
    }
    if (step.client) return this.use(step.client)
    if (step.fault) return this.fault(step)
    if (step.push) {
      const reference = step.reference ?? (await this.ask('/pushes')).pushes[0].reference
      return void (await this.control('POST', `/pushes/${reference}`, { decision: step.push }))
    }
    if (step.advance_ms) return void (await this.control('POST', '/clock', { advance_ms: step.advance_ms }))
    if (step.control) return this.ended(step, () => this.control(...step.control.split(' '), step.body))
    const { body, signature } = await this.webhook(step.webhook)
    const verifier = new dgspay.Webhook(this.merchant[this.service].webhook_secret)
    return this.ended(step, () => verifier.verify(Buffer.from(body), signature))
  }

  async ended({ save, expect = { ok: {} } }, call) {
    const found = await outcome(call)
    if (save) this.saved[save] = found.ok
    return compare(expect, found.error ? found : { ok: plain(found.ok) })
  }

  /** The next delivery of this event that no earlier step has taken, waited for up to 5 s. */
  async webhook(event) {
    const place = this.taken[event] ?? 0
    this.taken[event] = place + 1
    for (let tries = 0; tries < 50; tries++) {
      const entry = (await this.ask('/webhooks')).webhooks.filter((entry) => entry.event === event)[place]
      if (entry) return entry
      await sleep(100)
    }
    throw new Error(`no ${event} within 5 s`)
  }

  /** The step with every `$name.field` replaced by what was saved; a charge or a transaction is the saved one itself. */
  filled(step) {
    const field = (path) => path.split('.').reduce((value, name) => value[name], plain(this.saved))
    const isSaved = (path) => path.split('.')[0] in this.saved
    return JSON.parse(JSON.stringify(step), (_, value) => {
      if (typeof value !== 'string') return value
      const path = value.slice(1)
      if (value.startsWith('$') && path in this.saved) return this.saved[path]
      if (/^\$\w+(\.\w+)+$/.test(value) && isSaved(path)) return field(path)
      return value.replace(/\$(\w+(?:\.\w+)+)/g, (text, path) => (isSaved(path) ? field(path) : text))
    })
  }

  fault(fault) {
    return this.control('POST', '/faults', { ...fault, merchant: this.merchant.id }).then(() => undefined)
  }

  ask(path) {
    return this.control('GET', `${path}?merchant=${this.merchant.id}`)
  }

  async control(method, path, body) {
    const headers = { authorization: `Bearer ${this.access.token}`, 'content-type': 'application/json' }
    const answer = await fetch(this.access.url + path, { method, headers, body: body && JSON.stringify(body) })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
    return text ? JSON.parse(text) : {}
  }
}

async function run(test, ready) {
  const running = test.call
    ? outcome(() => vectors[test.call](test.input)).then((found) => compare(test.expect, found))
    : new Scenario(ready.control).play(test)
  const tooLong = sleep(60_000, 'no end within a minute', { ref: false })
  return Promise.race([running, tooLong]).catch((error) => `${error.stack}`)
}

const beside = fileURLToPath(new URL('../../tests', import.meta.url))
const { DGSPAY_TESTS: tests = beside, DGSPAY_READY: ready, DGSPAY_REPORT: report } = process.env
const cases = [...read(`${tests}/vectors`), ...(ready ? read(`${tests}/scenarios`) : [])]
const lines = []
for (const test of cases) {
  const detail = (await run(test, ready && JSON.parse(ready))) ?? ''
  if (detail) console.log(`FAILED ${test.id}: ${detail}`)
  lines.push({ id: test.id, language: 'node', result: detail ? 'fail' : 'pass', detail })
}
if (report) writeFileSync(report, lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
const failed = lines.filter((line) => line.result === 'fail').length
console.log(`conformance, node: ${lines.length - failed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
