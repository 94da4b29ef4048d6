import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['*.test.ts'],
    globalSetup: ['support/sandbox.ts'],
    testTimeout: 30_000,
    env: { DGSPAY_API_KEY: '' },
  },
})
