import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { merchant } from './support/server.js'

const run = promisify(execFile)

/** The TypeScript of a README, block by block. */
function blocks(readme: string, mark: string): string[] {
  const found = readFileSync(readme, 'utf8').matchAll(new RegExp(`^${mark}\`\`\`ts\n(.*?)^\`\`\`$`, 'gms'))
  return [...found].map(([, block]) => block ?? '')
}

async function compiles(name: string, source: string) {
  writeFileSync(name, source)
  const options = [
    '--ignoreConfig',
    '--noEmit',
    '--strict',
    '--module',
    'nodenext',
    '--target',
    'es2022',
    '--types',
    'node',
  ]
  await expect(run('node_modules/.bin/tsc', [...options, name])).resolves.toMatchObject({ stdout: '' })
}

test("the README's quickstart runs as it stands", async () => {
  const readme = process.env.DGSPAY_README
  if (!readme) throw new Error('DGSPAY_README names the README: scripts/test-node sets it')
  const found = blocks(readme, '<!-- test: quickstart -->\n')
  expect(found).toHaveLength(1)
  const [quickstart = ''] = found
  await compiles('quickstart.ts', quickstart)
  writeFileSync('quickstart.mjs', quickstart)
  const { dgs } = await merchant()
  const env = {
    ...process.env,
    DGSPAY_API_KEY: dgs.api_key,
    DGSPAY_ACCOUNT_NUMBER: dgs.account_number,
    DGSPAY_BASE_URL: dgs.base_url,
  }
  const { stdout } = await run(process.execPath, ['quickstart.mjs'], { env })
  expect(stdout).toMatch(/^successful dgs_\w+\n$/)

  const [first = '', webhook = ''] = blocks('node_modules/dgspay/README.md', '')
  expect(first).toBe(quickstart)
  const around = `import { type Money } from 'dgspay'
declare const rawBody: Buffer
declare const request: { headers: Record<string, string | undefined> }
declare function credit(reference: string, amount: Money | undefined): Promise<void>
`
  await compiles('webhook.ts', around + webhook)
})
