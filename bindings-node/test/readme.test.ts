// The README's code, as it stands: compiled strictly, and run against the sandbox.
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { DgsPay, type DgsPayOptions, Webhook } from 'dgspay'
import { expect, onTestFinished, test, vi } from 'vitest'
import { CHARGE, control, freePort, merchant, type Opened } from './support/server.js'

const run = promisify(execFile)

/** The TypeScript of a README that stands behind the mark `test: name`, which is there once. */
function block(readme: string, name: string): string {
  const found = readFileSync(readme, 'utf8').matchAll(
    new RegExp(`^<!-- test: ${name} -->\n\`\`\`ts\n(.*?)^\`\`\`$`, 'gms'),
  )
  const blocks = [...found].map(([, block]) => block ?? '')
  expect(blocks, `${readme}: ${name}`).toHaveLength(1)
  return blocks[0] ?? ''
}

const README = 'node_modules/dgspay/README.md'

const STRICT = ['--ignoreConfig', '--noEmit', '--strict', '--skipLibCheck']
const MODERN = ['--module', 'nodenext', '--target', 'es2022', '--types', 'node']

/** A page, and an edge, know nothing of Node. */
const PAGE = ['--module', 'esnext', '--moduleResolution', 'bundler', '--lib', 'es2022,dom']

/** A block as a module, once it has compiled; what is no TypeScript of a strict project does not become one. */
async function compiled(name: string, source = block(README, name), project = MODERN): Promise<string> {
  writeFileSync(`readme-${name}.ts`, source)
  const compiling = run('node_modules/.bin/tsc', [...STRICT, ...project, `readme-${name}.ts`])
  await expect(compiling).resolves.toMatchObject({ stdout: '' })
  return `${process.cwd()}/readme-${name}.ts`
}

/** A block as a program, for which it has to be JavaScript as well. */
async function program(name: string, source = block(README, name)): Promise<string> {
  await compiled(name, source)
  writeFileSync(`readme-${name}.mjs`, source)
  return `readme-${name}.mjs`
}

/** The environment of a merchant's program. */
const environment = ({ dgs, roho }: Opened) => ({
  ...process.env,
  DGSPAY_API_KEY: dgs.api_key,
  DGSPAY_ACCOUNT_NUMBER: dgs.account_number,
  DGSPAY_BASE_URL: dgs.base_url,
  DGSPAY_ENCRYPTION_KEY: dgs.encryption_key,
  DGSPAY_WEBHOOK_SECRET: dgs.webhook_secret,
  ROHOPAY_API_KEY: roho.live_key,
  ROHOPAY_BASE_URL: roho.base_url,
  ROHOPAY_WEBHOOK_SECRET: roho.webhook_secret,
})

/** What a program of the README prints. */
async function printed(name: string, opening?: object): Promise<string> {
  const env = environment(await merchant(opening))
  const { stdout, stderr } = await run(process.execPath, [await program(name)], { env })
  expect(stderr).toBe('')
  return stdout
}

test('the quickstart, the same in both READMEs', async () => {
  if (!process.env.DGSPAY_README) throw new Error('DGSPAY_README names the README: scripts/test-node sets it')
  expect(block(README, 'quickstart')).toBe(block(process.env.DGSPAY_README, 'quickstart'))
  expect(await printed('quickstart')).toMatch(/^successful dgs_\w+\n$/)
})

test('a card', async () => {
  expect(await printed('card')).toBe('paid\n')
})

test('payment links', async () => {
  const lines = (await printed('links')).trim().split('\n')
  expect(lines[0]).toMatch(/^send this to your customer: http/)
  expect(lines.slice(1).sort()).toEqual(['Gift active', 'Invoice 123 active', 'paid so far: 0'])
})

test('payouts, fees and conversion', async () => {
  const [payout, banks, conversion] = (await printed('payout', { wallet: { RWF: '10000' } })).split('\n', 3)
  expect(payout).toMatch(/^pending \w+$/)
  expect(banks?.split(', ').length).toBeGreaterThan(3)
  expect(conversion).toMatch(/^0\.\d+ EUR \d+\.\d\d$/)
})

test('RohoPay', async () => {
  const lines = (await printed('roho', { approve_after_ms: 200 })).trim().split('\n')
  expect(lines[0]).toMatch(/^successful RHP-[\w-]+ \{ amount: 49500, currency: 'UGX' \}$/)
  expect(lines.slice(1)).toEqual([
    'pending',
    "disbursement { amount: 1000, currency: 'KES' }",
    "collection { amount: 50000, currency: 'UGX' }",
    expect.stringMatching(/^\{ amount: \d+, currency: 'UGX' \}$/),
  ])
})

test("RohoPay's checkout", async () => {
  const [page, claim] = (await printed('roho-checkout')).split('\n')
  expect(page).toMatch(/^send the payer to http/)
  expect(claim).toBe('claimed successful but pending')
})

/** A payment that is approved, so that the sandbox delivers its webhook. */
async function paid(settings: DgsPayOptions): Promise<string> {
  const { reference } = await new DgsPay(settings).charges.createMobileMoney(CHARGE)
  await control('POST', `/pushes/${reference}`, { decision: 'approve' })
  return reference
}

/** What a running program has printed so far. */
function output(child: ChildProcess): () => string {
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => (text += data))
  return () => text
}

test.each(['express', 'fastify'])('webhooks in %s', async (framework) => {
  const port = await freePort()
  const opened = await merchant({ webhook_url: `http://localhost:${port}/webhook`, approve_after_ms: 0 })
  const file = await program(framework)
  writeFileSync(file, readFileSync(file, 'utf8').replace('3000', `${port}`))
  const server = spawn(process.execPath, [file], { env: environment(opened) })
  onTestFinished(async () => {
    server.kill()
    await once(server, 'exit')
  })
  const said = output(server)
  await vi.waitFor(() => fetch(`http://localhost:${port}/`), { timeout: 10_000 })
  const reference = await paid(opened.settings)
  await vi.waitFor(() => expect(said()).toBe(`credit ${reference} { amount: 4850, currency: 'RWF' }\n`), {
    timeout: 5_000,
  })
})

test('webhooks in Next', async () => {
  await program('next')
  const { POST } = await import(`${process.cwd()}/readme-next.mjs`)
  vi.stubEnv('DGSPAY_WEBHOOK_SECRET', 'a_good_secret')
  const printing = vi.spyOn(console, 'log').mockReturnValue()
  onTestFinished(() => {
    vi.unstubAllEnvs()
    printing.mockRestore()
  })
  const body = '{"event":"payment.success","dgs_reference":"dgs_1","amount":5000,"currency":"RWF","status":"success"}'
  const headers = { 'x-dgs-signature': Webhook.sign('a_good_secret', body) }
  const answer = await POST(new Request('http://local/webhook', { method: 'POST', body, headers }))
  expect([answer.status, await answer.text()]).toEqual([200, '{"status":"received"}'])
  expect(printing).toHaveBeenCalledWith('credit', 'dgs_1', undefined)
})

test('a card in the page', async () => {
  const { format, pay } = await import(await compiled('browser', block(README, 'browser'), PAGE))
  const field = { value: '42424', selectionStart: 5, setSelectionRange: vi.fn() }
  format(field)
  expect(field.value).toBe('4242 4')
  expect(field.setSelectionRange).toHaveBeenCalledWith(6, 6)

  const { dgs, settings } = await merchant()
  const sending = vi.fn()
  vi.stubGlobal('fetch', sending)
  await pay(dgs.encryption_key, { number: '4242 4242 4242 4242', expiry: '12/28', cvv: '123' }).finally(() =>
    vi.unstubAllGlobals(),
  )
  const [[address, request]] = sending.mock.calls as [[string, { body: string }]]
  expect(address).toBe('/pay')
  const { card } = JSON.parse(request.body)
  const customer = { ...CHARGE.customer, phone: '0788 123 456' }
  const { amount, redirectUrl } = CHARGE
  const charge = await new DgsPay(settings).charges.createCard({ amount, redirectUrl, card, customer })
  expect(charge.method).toBe('card')
})

test('webhooks at the edge', async () => {
  const edge = await import(await compiled('edge', block(README, 'edge'), PAGE))
  const printing = vi.spyOn(console, 'log').mockReturnValue()
  onTestFinished(() => printing.mockRestore())
  const body = '{"event":"payment.success","dgs_reference":"dgs_1","amount":5000,"currency":"RWF","status":"success"}'
  const deliver = (body: string, signature: string) =>
    edge.default.fetch(
      new Request('https://local/webhook', { method: 'POST', body, headers: { 'x-dgs-signature': signature } }),
      { DGSPAY_WEBHOOK_SECRET: 'a_good_secret' },
    )
  expect((await deliver(body, Webhook.sign('a_good_secret', body))).status).toBe(200)
  expect(printing).toHaveBeenCalledWith('credit', 'dgs_1', undefined)
  expect((await deliver(body, Webhook.sign('another_secret', body))).status).toBe(401)
  expect((await deliver('{}', Webhook.sign('a_good_secret', '{}'))).status).toBe(400)
})
