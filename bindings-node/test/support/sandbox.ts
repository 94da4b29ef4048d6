// One offline sandbox for all tests; each test opens a merchant of its own in it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { TestProject } from 'vitest/node'

/** What the sandbox prints when it is ready, as far as the tests use it. */
export interface Ready {
  dgs: Merchant
  roho: RohoMerchant
  control: { url: string; token: string }
}

/** The account of a merchant. */
export interface Merchant {
  base_url: string
  api_key: string
  account_number: string
  webhook_secret: string
  encryption_key: string
}

/** The same at RohoPay. */
export interface RohoMerchant {
  base_url: string
  test_key: string
  live_key: string
  webhook_secret: string
}

declare module 'vitest' {
  export interface ProvidedContext {
    ready: Ready
  }
}

/** Starts it; vitest calls what comes back at the end. */
export default async function setup(project: TestProject) {
  const binary = process.env.DGSPAY_BIN
  if (!binary) throw new Error('DGSPAY_BIN names the command `dgspay`: scripts/test-node sets it')
  const sandbox = spawn(binary, ['sandbox', '--json', '--port', '0'], { stdio: ['pipe', 'pipe', 'inherit'] })
  const [line] = (await once(createInterface(sandbox.stdout), 'line')) as [string]
  project.provide('ready', JSON.parse(line))
  return () => sandbox.kill()
}
