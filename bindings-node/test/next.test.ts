// A site of Next with a route for webhooks, as its own server runs it. scripts/test-node has installed it beside us.
import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { Webhook } from 'dgspay'
import { expect, onTestFinished, test } from 'vitest'
import { freePort } from './support/server.js'

const SECRET = 'a_good_secret'
const SITE = '../test-next'

/** The site's address, and what it has printed so far. */
async function running(): Promise<{ url: string; printed: () => string }> {
  const port = await freePort()
  const env = { ...process.env, NODE_ENV: 'development', NEXT_TELEMETRY_DISABLED: '1', DGSPAY_WEBHOOK_SECRET: SECRET }
  const next = spawn(process.execPath, ['node_modules/next/dist/bin/next', 'dev', '--port', `${port}`], {
    cwd: SITE,
    env,
  })
  onTestFinished(() => void next.kill())
  let printed = ''
  for (const stream of [next.stdout, next.stderr]) stream.on('data', (data) => (printed += data))
  const url = `http://127.0.0.1:${port}`
  for (let tries = 0; tries < 200; tries++) {
    if (next.exitCode !== null) throw new Error(`next has ended: ${printed}`)
    if (/Ready in/.test(printed)) return { url, printed: () => printed }
    await sleep(100)
  }
  throw new Error(`next is not ready: ${printed}`)
}

test('Next receives webhooks', async () => {
  const { url, printed } = await running()
  const deliver = async (event: string, status: string, secret: string) => {
    const body = `{ "event":"${event}", "dgs_reference":"dgs_1", "amount":5000.00, "currency":"RWF", "status":"${status}" }`
    const headers = { 'content-type': 'application/json', 'x-dgs-signature': Webhook.sign(secret, body) }
    const answer = await fetch(`${url}/webhook`, { method: 'POST', body, headers })
    return [answer.status, await answer.json()]
  }
  expect(await deliver('payment.success', 'success', SECRET), printed()).toEqual([200, { status: 'received' }])
  expect(printed()).toContain('payment.success dgs_1')
  const mismatch = [401, { status: 'refused', code: 'signature_mismatch' }]
  expect(await deliver('payment.success', 'success', 'another_secret')).toEqual(mismatch)
  expect(await deliver('payment.failed', 'failed', SECRET)).toEqual([500, { status: 'failed' }])
  expect(printed()).toContain('the order is locked')
}, 60_000)
