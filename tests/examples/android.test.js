// The example app for Android pays at the shop: its test runs on a JVM, by Robolectric.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { openShop } from './shop.js'

const command = process.env.DGSPAY_ANDROID_COMMAND
if (!command) throw new Error("DGSPAY_ANDROID_COMMAND must run the app's test; scripts/test-examples sets it")

test('the app pays by card, once', async () => {
  const shop = await openShop()
  try {
    const env = { ...process.env, DGSPAY_SHOP_ORIGIN: shop.origin }
    const [status] = await once(spawn(command, { shell: true, env, stdio: 'inherit' }), 'exit')
    assert.equal(status, 0)
    const { paid_twice, payments_executed, posts } = await shop.assertions()
    assert.deepEqual([paid_twice, payments_executed, posts], [[], 1, 1])
    assert.ok(!shop.log().includes('5399'), 'the log holds a card')
  } finally {
    await shop.close()
  }
})
