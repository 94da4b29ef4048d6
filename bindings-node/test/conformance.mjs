// The conformance suite in Node, on the public layer (`tests/README.md` is the contract).
//
// `dgspay` is what scripts/test-node has installed from dist/ into target/test-node, or the project named by
// DGSPAY_NODE_PROJECT. Without DGSPAY_READY, as `cargo xtask conformance` sets it, only the vectors are run.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const project = process.env.DGSPAY_NODE_PROJECT ?? here('../../target/test-node')
const entry = createRequire(pathToFileURL(`${project}/package.json`)).resolve('dgspay')
const { DgsPay, DgsPayError, Money, PhoneNumber, Webhook } = createRequire(import.meta.url)(entry)

const snake = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
const camel = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase())
const mapped = (object, key) => Object.fromEntries(Object.entries(object ?? {}).map(([k, v]) => [key(k), v]))

/** The one form into which every language brings its results. */
function plain(value) {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value ?? null
  if ('e164' in value) return value.e164
  if (typeof value.amount === 'number') {
    return { amount: String(value.amount), currency: value.currency, text: Money.format(value) }
  }
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [snake(name), plain(field)]))
}

async function outcome(call) {
  try {
    return { ok: await call() }
  } catch (error) {
    if (!(error instanceof DgsPayError)) throw error
    if (error.name !== error.constructor.name) throw new Error(`${error.constructor.name} calls itself ${error.name}`)
    return { error: { ...plain({ ...error }), class: error.name, message: error.message } }
  }
}

/** Only what `expect` names is compared. */
function compare(expect, found, path = '') {
  const wrong = () => `${path || 'result'}: expected ${JSON.stringify(expect)}, found ${JSON.stringify(found)}`
  if (expect === '$any') return found == null || found === '' || found.length === 0 ? wrong() : undefined
  if (typeof expect === 'string' && path.endsWith('.message') && found?.includes?.(expect)) return undefined
  if (typeof expect !== 'object' || expect === null) return expect === (found ?? null) ? undefined : wrong()
  if (typeof found !== 'object' || found === null || Array.isArray(expect) !== Array.isArray(found)) return wrong()
  if (Array.isArray(expect) && expect.length !== found.length) return wrong()
  for (const name of Object.keys(expect)) {
    const why = compare(expect[name], found[name], `${path}.${name}`)
    if (why) return why
  }
}

const money = ({ amount, currency = 'RWF' }) => Money.of(amount, currency)
const bytes = ({ body, body_base64 }) => (body_base64 ? Buffer.from(body_base64, 'base64') : Buffer.from(body))

const vectors = {
  'money.parse': (input) => plain(money(input)),
  'money.add': ({ left, right }) => plain(Money.add(left, right)),
  'money.subtract': ({ left, right }) => plain(Money.subtract(left, right)),
  'money.compare': ({ left, right }) => Money.compare(left, right),
  'phone.parse': ({ text, country }) => mapped(PhoneNumber.parse(text, country), snake),
  'webhook.new': ({ secrets }) => new Webhook(secrets) && {},
  'webhook.sign': ({ secret, body }) => Webhook.sign(secret, body),
  'webhook.verify': (input) => plain(new Webhook(input.secrets).verify(bytes(input), input.signature)),
  'client.new': (settings) => new DgsPay(mapped(settings, camel)) && {},
  'internal.panic': async () => {
    const { Client, panicForTests } = createRequire(entry)('@dgspay/linux-x64-gnu')
    const { balances } = Client.prototype
    Client.prototype.balances = panicForTests
    const pay = new DgsPay({ apiKey: 'sk_test_panic', accountNumber: 'ACC-0001' })
    return pay.wallet.balances().finally(() => Object.assign(Client.prototype, { balances }))
  },
}

const calls = {
  'charges.create_mobile_money': (pay, { amount, currency, customer, ...others }, options) => {
    const charge = { ...mapped(others, camel), customer: mapped(customer, camel) }
    return pay.charges.createMobileMoney({ ...charge, amount: currency ? { amount, currency } : amount }, options)
  },
  'charges.wait': (pay, { charge, timeout_ms: timeoutMs }) => pay.charges.wait(charge, { timeoutMs }),
  'wallet.balances': (pay, _, options) => pay.wallet.balances(options),
  'transactions.get': (pay, { reference }, options) => pay.transactions.get(reference, options),
  'transactions.list': (pay, filter, options) => pay.transactions.list(mapped(filter, camel), options),
  'transactions.iter': async (pay, filter, options) => {
    const all = []
    for await (const transaction of pay.transactions.iter(mapped(filter, camel), options)) all.push(transaction)
    return all
  },
}

/** A merchant of its own in the sandbox, and what its steps have saved. */
class Scenario {
  saved = {}
  taken = {}

  constructor(access) {
    this.access = access
  }

  async play({ merchant = {}, client, faults = [], steps, requests, ...wanted }) {
    this.merchant = await this.control('POST', '/merchants', merchant)
    const { api_key, account_number, base_url } = this.merchant.dgs
    this.settings = mapped({ api_key, account_number, base_url, ...client }, camel)
    for (const fault of faults) await this.fault(fault)
    for (const [index, step] of steps.entries()) {
      const why = await this.step(this.filled(step))
      if (why) return `step ${index + 1}: ${why}`
    }
    const found = await this.ask('/assertions')
    found.paid_twice = found.paid_twice.length
    const { posts = found.posts, payments_executed = found.payments_executed, trap_hits = 0, paid_twice = 0 } = wanted
    const why = compare({ posts, payments_executed, trap_hits, paid_twice, ledger_balanced: true }, found)
    if (why || !requests) return why
    const log = (await this.ask('/requests')).requests.map(({ method, operation }) => `${method} ${operation}`)
    return compare(requests, log, 'requests')
  }

  async step(step) {
    if (step.call) {
      return this.ended(step, () => {
        this.pay ??= new DgsPay(this.settings)
        return calls[step.call](this.pay, step.input ?? {}, mapped(step.options, camel))
      })
    }
    if (step.fault) return this.fault(step)
    if (step.push) {
      const reference = step.reference ?? (await this.ask('/pushes')).pushes[0].reference
      return void (await this.control('POST', `/pushes/${reference}`, { decision: step.push }))
    }
    if (step.advance_ms) return void (await this.control('POST', '/clock', { advance_ms: step.advance_ms }))
    const { body, signature } = await this.webhook(step.webhook)
    const verifier = new Webhook(this.merchant.dgs.webhook_secret)
    return this.ended(step, () => verifier.verify(Buffer.from(body), signature))
  }

  async ended(step, call) {
    const found = await outcome(call)
    if (step.save) this.saved[step.save] = found.ok
    return compare(step.expect, found.error ? found : { ok: plain(found.ok) })
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

  /** The step with every `$name.field` replaced by what was saved; `$name` alone is the whole. */
  filled(step) {
    return JSON.parse(JSON.stringify(step), (_, value) => {
      const [, name, field] = /^\$(\w+)\.?(\w*)$/.exec(value) ?? []
      if (!(name in this.saved)) return value
      return field ? plain(this.saved[name])[field] : this.saved[name]
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
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return answer.headers.get('content-length') === '0' ? {} : answer.json()
  }
}

function read(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.json'))
  return files.sort().flatMap((file) => JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')).cases)
}

async function run(test, ready) {
  const running = test.call
    ? outcome(() => vectors[test.call](test.input)).then((found) => compare(test.expect, found))
    : new Scenario(ready.control).play(test)
  const tooLong = sleep(60_000, 'no end within a minute', { ref: false })
  return Promise.race([running, tooLong]).catch((error) => `${error.stack}`)
}

const { DGSPAY_TESTS: tests = here('../../tests'), DGSPAY_READY: ready, DGSPAY_REPORT: report } = process.env
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
