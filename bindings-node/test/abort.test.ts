import { setTimeout as sleep } from 'node:timers/promises'
import { ConnectionError, OutcomeUnknownError } from 'dgspay'
import { expect, test, vi } from 'vitest'
import { CHARGE, client, json, serve } from './support/server.js'

/** Answers after a while; `ended` counts the answers that reached somebody. */
async function slow(milliseconds: number) {
  let ended = 0
  const server = await serve(async (_, response) => {
    await sleep(milliseconds)
    response.on('finish', () => ended++)
    if (!response.destroyed) json(response, { status: 'success', balances: [] })
  })
  return { ...server, ended: () => ended }
}

test('a signal that is aborted already stops the call before it starts', async () => {
  const { url, requests } = await slow(0)
  const signal = AbortSignal.abort(new RangeError('too late'))
  await expect(client(url).charges.createMobileMoney(CHARGE, { signal })).rejects.toThrow(new RangeError('too late'))
  await expect(client(url).wallet.balances({ signal })).rejects.toThrow(new RangeError('too late'))
  expect(requests).toHaveLength(0)
})

test('a read is given up and throws the reason of the signal', async () => {
  const { url, ended } = await slow(300)
  const started = performance.now()
  const error = await client(url)
    .wallet.balances({ signal: AbortSignal.timeout(50) })
    .catch((error) => error)
  expect(error).toBeInstanceOf(DOMException)
  expect(error.name).toBe('TimeoutError')
  expect(performance.now() - started).toBeLessThan(250)
  await sleep(400)
  expect(ended()).toBe(0)
})

test('whatever the reason is, it is thrown', async () => {
  const { url } = await slow(300)
  const controller = new AbortController()
  setTimeout(() => controller.abort('the user has left'), 20)
  await expect(client(url).transactions.list({}, { signal: controller.signal })).rejects.toBe('the user has left')
})

test('a payment is not taken back: its outcome is unknown, and it runs to its end', async () => {
  const { url, requests, ended } = await slow(200)
  const controller = new AbortController()
  const reason = new RangeError('the user has left')
  setTimeout(() => controller.abort(reason), 50)
  const charge = { ...CHARGE, callbackUrl: 'https://shop.example/hook' }
  const error = await client(url)
    .charges.createMobileMoney(charge, { signal: controller.signal })
    .catch((error) => error)
  expect(error).toBeInstanceOf(OutcomeUnknownError)
  expect(error).toMatchObject({ code: 'stopped_waiting', outcome: 'unknown', cause: reason, token: expect.any(String) })
  expect(error.message).toContain('The payment may have been made: do not repeat it.')
  expect(error.message).toContain(`dgspay_token=${error.token}`)
  await sleep(300)
  expect(requests).toHaveLength(1)
  expect(ended()).toBe(1)
})

test('waiting for a charge stops too', async () => {
  const { url } = await slow(0)
  const charge = { reference: 'dgs_1', amount: { amount: 1, currency: 'RWF' }, status: 'pending', paid: false }
  const waiting = client(url).charges.wait(
    { ...charge, method: 'mobile_money', raw: '' },
    { signal: AbortSignal.timeout(50) },
  )
  await expect(waiting).rejects.toMatchObject({ name: 'TimeoutError' })
})

test('the signal is left as it was', async () => {
  const { url } = await slow(0)
  const controller = new AbortController()
  const mine = vi.fn()
  controller.signal.onabort = mine
  const [added, removed] = [
    vi.spyOn(controller.signal, 'addEventListener'),
    vi.spyOn(controller.signal, 'removeEventListener'),
  ]
  const pay = client(url)
  await pay.wallet.balances({ signal: controller.signal })
  await pay.transactions.get('dgs_1', { signal: controller.signal }).catch(() => {})
  expect(added).toHaveBeenCalledTimes(2)
  expect(removed.mock.calls.map(([, listener]) => listener)).toEqual(added.mock.calls.map(([, listener]) => listener))
  expect(controller.signal.onabort).toBe(mine)
  controller.abort()
  expect(mine).toHaveBeenCalledOnce()
})

test('one signal for many calls at once, without a warning of a leak', async () => {
  const warned = vi.spyOn(process, 'emitWarning')
  const { url } = await slow(500)
  const pay = client(url)
  const signal = AbortSignal.timeout(50)
  const calls = await Promise.allSettled(Array.from({ length: 50 }, () => pay.wallet.balances({ signal })))
  expect(calls.every((call) => call.status === 'rejected' && call.reason === signal.reason)).toBe(true)
  expect(warned).not.toHaveBeenCalled()
})

test('an error that comes first is thrown as itself', async () => {
  const { signal } = new AbortController()
  const call = client('http://127.0.0.1:9', { maxRetries: 0 }).wallet.balances({ signal })
  await expect(call).rejects.toThrow(ConnectionError)
})
