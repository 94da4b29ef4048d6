import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { merchant } from './support/server.js'

const README = process.env.DGSPAY_README

test("the README's quickstart runs as it stands", async () => {
  if (!README) throw new Error('DGSPAY_README names the README: scripts/test-node sets it')
  const blocks = [...readFileSync(README, 'utf8').matchAll(/^<!-- test: quickstart -->\n```ts\n(.*?)^```$/gms)]
  expect(blocks).toHaveLength(1)
  writeFileSync('quickstart.ts', blocks[0]?.[1] ?? '')
  writeFileSync('quickstart.mjs', blocks[0]?.[1] ?? '')
  const { dgs } = await merchant()
  const env = {
    ...process.env,
    DGSPAY_API_KEY: dgs.api_key,
    DGSPAY_ACCOUNT_NUMBER: dgs.account_number,
    DGSPAY_BASE_URL: dgs.base_url,
  }
  const { stdout } = await promisify(execFile)(process.execPath, ['quickstart.mjs'], { env })
  expect(stdout).toMatch(/^successful dgs_\w+\n$/)
  const tsc = [
    'node_modules/typescript/bin/tsc',
    '--noEmit',
    '--strict',
    '--module',
    'nodenext',
    '--target',
    'es2022',
    'quickstart.ts',
  ]
  await expect(
    promisify(execFile)(process.execPath, [...tsc, '--types', 'node', '--ignoreConfig']),
  ).resolves.toMatchObject({ stdout: '' })
})
