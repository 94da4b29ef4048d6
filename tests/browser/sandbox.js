// A sandbox of its own for the test, a merchant's way to talk to it, and a shop to come back to.

import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { createInterface } from 'node:readline'

const binary = process.env.DGSPAY_BIN
if (!binary) throw new Error('DGSPAY_BIN must name the command `dgspay`; scripts/test-browser sets it')

/** Where everything that the test leaves behind goes. */
export const artefacts = process.env.DGSPAY_BROWSER_ARTEFACTS ?? 'artefacts'

/** Starts `dgspay sandbox` with its ledger in a file; prompts wait for a person. */
export async function startSandbox(...options) {
  const database = `${artefacts}/ledger-${process.pid}.db`
  for (const end of ['', '-wal', '-shm']) rmSync(database + end, { force: true })
  mkdirSync(artefacts, { recursive: true })
  const usual = ['sandbox', '--json', '--port', '0', '--approve-after', '0', '--db', database]
  const child = spawn(binary, [...usual, ...options], { stdio: ['ignore', 'pipe', 'inherit'] })
  const line = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve)
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`the sandbox ended with ${code} before it was ready`)))
  })
  const ready = JSON.parse(line)
  return {
    ready,
    merchant: (method, path, body) =>
      call(method, ready.dgs.base_url + path, body, {
        'X-DGS-API-Key': ready.dgs.api_key,
        'X-DGS-ACCOUNT-NUMBER': ready.dgs.account_number,
      }),
    control: (method, path, body) =>
      call(method, ready.control.url + path, body, { Authorization: `Bearer ${ready.control.token}` }),
    /** The bytes of the ledger, what is not yet in its main file included. */
    ledger: () => Buffer.concat([database, `${database}-wal`].map((file) => readFileSync(file))),
    stop: () => new Promise((resolve) => child.once('exit', resolve).kill('SIGTERM')),
  }
}

async function call(method, url, body, headers) {
  const answer = await fetch(url, {
    method,
    headers: { 'Content-Type': 'application/json', ...headers },
    body: body && JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`)
  return answer.status === 204 ? undefined : answer.json()
}

/** The merchant's own page, and the place for its webhooks: it remembers what was asked of it. */
export async function openShop() {
  const [visits, webhooks] = [[], []]
  const server = createServer((request, answer) => {
    if (request.method === 'POST') {
      const pieces = []
      request.on('data', (piece) => pieces.push(piece))
      request.on('end', () => {
        webhooks.push(JSON.parse(Buffer.concat(pieces)))
        answer.end('{"status":"received"}')
      })
      return
    }
    if (request.url !== '/favicon.ico') visits.push(request.url)
    answer.setHeader('Content-Type', 'text/html; charset=utf-8')
    answer.end(
      '<!doctype html><html lang="en"><title>Shop</title><link rel="icon" href="data:,"><h1>Thank you for your order</h1>',
    )
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { origin: `http://127.0.0.1:${server.address().port}`, visits, webhooks, close: () => server.close() }
}
