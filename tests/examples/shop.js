// The shop under test, as a reader of its README starts it, with a merchant of its own in the sandbox.

import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { startSandbox } from './sandbox.js'

const command = process.env.DGSPAY_SHOP_COMMAND
if (!command) throw new Error('DGSPAY_SHOP_COMMAND must start the shop; scripts/test-examples sets it')

/** Starts a sandbox, and the shop with the keys of a merchant whose pushes wait for a person. */
export async function openShop() {
  const sandbox = await startSandbox()
  const merchant = await sandbox.control('POST', '/merchants', { approve_after_ms: 0 })
  const { base_url, api_key, account_number, encryption_key, webhook_secret } = merchant.dgs
  const port = await freePort()
  const printed = []
  const child = spawn(command, {
    shell: true,
    detached: true, // a group of its own: whatever the command starts ends with it
    env: {
      ...process.env,
      PORT: port,
      DGSPAY_BASE_URL: base_url,
      DGSPAY_API_KEY: api_key,
      DGSPAY_ACCOUNT_NUMBER: account_number,
      DGSPAY_ENCRYPTION_KEY: encryption_key,
      DGSPAY_WEBHOOK_SECRET: webhook_secret,
    },
  })
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece) => printed.push(piece))
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const log = () => Buffer.concat(printed).toString()
  const origin = `http://127.0.0.1:${port}`
  await until(async () => {
    if (child.exitCode !== null) throw new Error(`the shop has ended with ${child.exitCode}:\n${log()}`)
    return fetch(origin).then(
      (answer) => answer.ok,
      () => false,
    )
  }, 30_000)
  const asked = `?merchant=${merchant.id}`
  return {
    origin,
    log,
    ledger: sandbox.ledger,
    /** What must never leave the shop's server. */
    secrets: [api_key, account_number, webhook_secret],
    encryptionKey: encryption_key,
    webhookSecret: webhook_secret,
    order: async (id) => (await fetch(`${origin}/api/orders/${id}`)).json(),
    async webhooks() {
      return (await sandbox.control('GET', `/webhooks${asked}`)).webhooks
    },
    assertions: () => sandbox.control('GET', `/assertions${asked}`),
    fault: (fault) => sandbox.control('POST', '/faults', { ...fault, merchant: merchant.id }),
    change: (settings) => sandbox.control('PATCH', `/merchants/${merchant.id}`, settings),
    /** Answers the only push that waits. */
    async answer(decision) {
      let pushes
      await until(async () => {
        pushes = (await sandbox.control('GET', `/pushes${asked}`)).pushes
        return pushes.length > 0
      })
      await sandbox.control('POST', `/pushes/${pushes.at(-1).reference}`, { decision })
      return pushes.at(-1)
    },
    async close() {
      process.kill(-child.pid, 'SIGTERM')
      await ended
      await sandbox.stop()
    },
  }
}

/** Waits until something is so. */
export async function until(isSo, patienceMs = 10_000) {
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; ) {
    if (await isSo()) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`It did not come true within ${patienceMs} ms: ${isSo}`)
}

async function freePort() {
  const server = createServer()
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address()
  await new Promise((resolve) => server.close(resolve))
  return port
}
