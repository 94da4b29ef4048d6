import { ConfigError, DecodeError, SignatureError, ValidationError, Webhook } from 'dgspay'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'

const SECRET = 'dgs_test_webhook_secret'
const BODY = Buffer.from(
  '{"event":"payment.success","dgs_reference":"dgs_123456789","flw_charge_id":"flw_987654321","amount":5000,' +
    '"currency":"RWF","merchant_fee":150,"net_amount":4850,"status":"success","timestamp":"2026-04-02T10:30:00Z",' +
    '"environment":"production"}',
)
const SIGNATURE = 'cf4d6b72150948ba3bec51bbdf635bedf6bf28c5a5302bf979d4c8c34ee554f9'

test('the published vector, in every form that a framework hands over', () => {
  expect(Webhook.sign(SECRET, BODY)).toBe(SIGNATURE)
  expect(Webhook.sign(SECRET, BODY.toString())).toBe(SIGNATURE)
  const webhook = new Webhook(['another_secret', SECRET])
  for (const body of [BODY, new Uint8Array(BODY)]) {
    for (const signature of [SIGNATURE, SIGNATURE.toUpperCase(), `sha256=${SIGNATURE}`, Buffer.from(SIGNATURE)]) {
      expect(webhook.verify(body, signature)).toMatchObject({
        type: 'payment.success',
        reference: 'dgs_123456789',
        netAmount: { amount: 4850, currency: 'RWF' },
        dedupeKey: 'payment.success:dgs_123456789',
        secretIndex: 1,
        raw: BODY.toString(),
      })
    }
  }
})

test('the secrets come from the environment if none is given', () => {
  vi.stubEnv('DGSPAY_WEBHOOK_SECRET', `another_secret, ${SECRET}`)
  expect(new Webhook().verify(BODY, SIGNATURE).secretIndex).toBe(1)
  vi.stubEnv('ROHOPAY_WEBHOOK_SECRET', SECRET)
  vi.stubEnv('DGSPAY_WEBHOOK_SECRET', 'another_secret')
  expect(new Webhook().verify(BODY, SIGNATURE).secretIndex).toBe(1)
  vi.stubEnv('DGSPAY_WEBHOOK_SECRET', '')
  expect(new Webhook().verify(BODY, SIGNATURE).secretIndex).toBe(0)
  vi.stubEnv('ROHOPAY_WEBHOOK_SECRET', '')
  expect(() => new Webhook()).toThrow(ConfigError)
  vi.unstubAllEnvs()
})

test.each(['', '  ', 'short', 'changeme', [], ['']])('the secret %j protects nothing', (secrets) => {
  expect(() => new Webhook(secrets)).toThrow(expect.objectContaining({ name: 'ConfigError', code: 'invalid_secret' }))
})

test.each([5, {}, [5], Symbol('secret')])('the secret %s is none', (secrets) => {
  // @ts-expect-error: what JavaScript allows
  expect(() => new Webhook(secrets)).toThrow(ValidationError)
})

describe('whatever comes in', () => {
  const webhook = new Webhook(SECRET)
  const verify = (body: unknown, signature: unknown) => () => webhook.verify(body as Uint8Array, signature as string)

  test.each([
    BODY.toString(),
    JSON.parse(BODY.toString()),
    undefined,
    null,
    [...BODY],
    5,
    new Uint16Array(4),
    new Proxy({}, {}),
  ])('a body that is not bytes is refused with the remedy: %s', (body) => {
    expect(verify(body, SIGNATURE)).toThrow(DecodeError)
    expect(verify(body, SIGNATURE)).toThrow(/raw bytes/)
  })

  test.each([
    [undefined, 'signature_missing'],
    [null, 'signature_missing'],
    ['', 'signature_missing'],
    [[SIGNATURE], 'signature_malformed'],
    [{ toString: () => SIGNATURE }, 'signature_malformed'],
    [5, 'signature_malformed'],
    [Symbol('s'), 'signature_malformed'],
    ['é'.repeat(64), 'signature_malformed'],
    ['\ud800', 'signature_malformed'],
    ['0'.repeat(64), 'signature_mismatch'],
  ])('the header %s', (signature, code) => {
    expect(verify(BODY, signature)).toThrow(expect.objectContaining({ name: 'SignatureError', code }))
  })

  test('only two classes come out', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), fc.anything()), fc.oneof(fc.string(), fc.anything()), (body, signature) => {
        try {
          verify(body, signature)()
          expect.unreachable('nobody has signed it')
        } catch (error) {
          expect([SignatureError.name, DecodeError.name]).toContain((error as Error).name)
        }
      }),
      { numRuns: 3_000 },
    )
  })

  test('a signed body that is no event', () => {
    for (const body of ['', '5', '[]', '{}', '{"event":5}', '\xff']) {
      const bytes = Buffer.from(body, 'latin1')
      expect(verify(bytes, Webhook.sign(SECRET, bytes))).toThrow(DecodeError)
    }
    const unknown = Buffer.from('{"event":"payout.sent","dgs_reference":"dgs_7"}')
    expect(webhook.verify(unknown, Webhook.sign(SECRET, unknown))).toMatchObject({
      type: 'unknown',
      event: 'payout.sent',
    })
  })
})
