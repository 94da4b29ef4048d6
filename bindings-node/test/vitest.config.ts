import { defineConfig } from 'vitest/config'

const settings = ['API_KEY', 'ACCOUNT_NUMBER', 'WEBHOOK_SECRET', 'ENCRYPTION_KEY', 'ENVIRONMENT', 'BASE_URL']

export default defineConfig({
  test: {
    include: ['*.test.ts'],
    globalSetup: ['support/sandbox.ts'],
    testTimeout: 30_000,
    env: Object.fromEntries(settings.map((name) => [`DGSPAY_${name}`, ''])),
  },
})
