import { defineConfig } from 'vitest/config'

const dgs = ['API_KEY', 'ACCOUNT_NUMBER', 'WEBHOOK_SECRET', 'ENCRYPTION_KEY', 'ENVIRONMENT', 'BASE_URL']
const roho = ['API_KEY', 'WEBHOOK_SECRET', 'ENVIRONMENT', 'BASE_URL']

export default defineConfig({
  test: {
    include: ['*.test.ts'],
    globalSetup: ['support/sandbox.ts'],
    testTimeout: 30_000,
    env: Object.fromEntries([
      ...dgs.map((name) => [`DGSPAY_${name}`, '']),
      ...roho.map((name) => [`ROHOPAY_${name}`, '']),
    ]),
  },
})
