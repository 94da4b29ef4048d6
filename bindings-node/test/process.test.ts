import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { json, serve } from './support/server.js'

const run = promisify(execFile)

/** The environment of a program that talks to `url`. */
const talkingTo = (url: string) => ({
  ...process.env,
  DGSPAY_API_KEY: 'sk_test_processes',
  DGSPAY_ACCOUNT_NUMBER: 'ACC-0001',
  DGSPAY_BASE_URL: url,
})

function slow(milliseconds: number) {
  return serve(async (_, response) => {
    await sleep(milliseconds)
    json(response, { status: 'success', balances: [] })
  })
}

const program = (name: string, url: string) =>
  run(process.execPath, [`programs/${name}`], { env: talkingTo(url), timeout: 20_000 })

test('a pending call keeps the process alive until it has ended', async () => {
  const { url } = await slow(500)
  await expect(program('pending.mjs', url)).resolves.toMatchObject({ stdout: 'balances: 0\n', stderr: '' })
})

test('an idle client does not', async () => {
  const { url } = await slow(0)
  const started = performance.now()
  await expect(program('idle.mjs', url)).resolves.toMatchObject({ stdout: 'idle\n', stderr: '' })
  expect(performance.now() - started).toBeLessThan(3_000)
})

test('leaving with calls in flight is clean, at twenty moments', async () => {
  const { url, requests } = await slow(2_000)
  for (let time = 0; time < 20; time++) {
    const child = spawn(process.execPath, ['programs/exit.mjs', `${10 * time}`], {
      env: talkingTo(url),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let printed = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (printed += data))
    expect([...(await once(child, 'close')), printed]).toEqual([7, null, ''])
  }
  expect(requests.length).toBeGreaterThan(0)
})

test('workers load the addon several times, and end with a call in flight', async () => {
  const { url } = await slow(50)
  for (let time = 0; time < 3; time++) {
    await expect(program('worker.mjs', url)).resolves.toMatchObject({ stdout: 'workers: ok\n', stderr: '' })
  }
})

test('child processes and the workers of a cluster call on their own', async () => {
  const { url } = await slow(100)
  await expect(program('children.mjs', url)).resolves.toMatchObject({ stdout: 'children: 0,0,0,0\n', stderr: '' })
})

test('loading takes at most 8 ms of the processor and starts no thread', async () => {
  const loads = []
  for (let time = 0; time < 15; time++) loads.push(JSON.parse((await program('load.cjs', 'http://127.0.0.1:9')).stdout))
  expect(Math.min(...loads.map(({ milliseconds }) => milliseconds))).toBeLessThan(8)
  expect(Math.max(...loads.map(({ threads }) => threads))).toBe(0)
})

test('imported and required, it is one module', async () => {
  const entries = ['dgspay', 'dgspay/express', 'dgspay/fastify', 'dgspay/next']
  const stdout = `true\n${entries.map((entry) => `${entry} true\ntrue\n`).join('')}`
  await expect(program('both.mjs', '')).resolves.toMatchObject({ stdout })
})

test('without its native module, it says what is missing and where', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dgspay-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  cpSync('node_modules/dgspay', join(folder, 'node_modules/dgspay'), { recursive: true })
  const load = () => run(process.execPath, ['-e', "require('dgspay')"], { cwd: folder })
  await expect(load()).rejects.toThrow(
    /cannot load its native module @dgspay\/linux-x64-gnu on linux x64 with glibc \d+\.\d+, Node\.js v\d+.*: Cannot find module '@dgspay\/linux-x64-gnu'\.\n.*install again/s,
  )
  cpSync('node_modules/@dgspay', join(folder, 'node_modules/@dgspay'), { recursive: true })
  writeFileSync(join(folder, 'node_modules/@dgspay/linux-x64-gnu/dgspay.node'), 'no library')
  await expect(load()).rejects.toThrow(/: .*dgspay\.node: (file too short|invalid ELF header)\./)
})
