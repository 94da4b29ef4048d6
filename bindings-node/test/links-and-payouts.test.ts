import { ConfigError, DgsPay, FeeSchedule, Money, ValidationError } from 'dgspay'
import { describe, expect, test } from 'vitest'
import { CHARGE, client, json, merchant, serve } from './support/server.js'

/** A client whose calls all fail, and the bodies that it has sent. */
async function listened() {
  const { url, requests, bodies } = await serve((_, response) => json(response, { message: 'Simulated' }, 400))
  const pay = client(url)
  const sent = async (call: (pay: DgsPay) => Promise<unknown>) => {
    await expect(call(pay)).rejects.toMatchObject({ outcome: expect.stringMatching(/not/) })
    return bodies.at(-1)
  }
  return { pay, sent, requests }
}

describe('payment links', () => {
  test('are made, listed, looked at, changed and archived', async () => {
    const { settings } = await merchant()
    const pay = new DgsPay(settings)
    const link = await pay.paymentLinks.create({ title: 'Invoice 123', amount: 5000, metadata: { order: 1042 } })
    expect(link).toMatchObject({
      title: 'Invoice 123',
      amountType: 'fixed',
      amount: { amount: 5000, currency: 'RWF' },
      status: 'active',
      url: expect.stringMatching(/^http/),
    })
    const { link: found, stats, recentCharges } = await pay.paymentLinks.get(link.id)
    expect([found.id, recentCharges, stats?.totalCharges]).toEqual([link.id, [], 0])
    expect(await pay.paymentLinks.update(link.id, { title: 'Invoice 124' })).toMatchObject({ title: 'Invoice 124' })
    for (let more = 0; more < 4; more++) await pay.paymentLinks.create({ title: `Gift ${more}`, currency: 'USD' })
    expect(await pay.paymentLinks.list({ limit: 2 })).toMatchObject({ page: 1, pages: 3, total: 5, nextPage: 2 })
    const ids = new Set()
    for await (const { id } of pay.paymentLinks.iter({ limit: 2 })) ids.add(id)
    expect(ids.size).toBe(5)
    expect(await pay.paymentLinks.archive(link.id)).toBeUndefined()
    await expect(pay.paymentLinks.archive(link.id)).rejects.toMatchObject({ name: 'NotFoundError' })
  })

  test('amounts take the currency that is given', async () => {
    const { sent } = await listened()
    const limits = { minAmount: 5, maxAmount: '99.50' }
    expect(await sent((pay) => pay.paymentLinks.create({ title: 'Gift', currency: 'USD', ...limits }))).toMatchObject({
      amount_type: 'flexible',
      currency: 'USD',
      min_amount: 5,
      max_amount: 99.5,
    })
    const dollars = { title: 'Gift', amount: Money.of(5, 'USD') }
    expect(await sent((pay) => pay.paymentLinks.create(dollars))).toMatchObject({ currency: 'USD', amount: 5 })
    expect(await sent((pay) => pay.paymentLinks.create({ title: 'Gift', amount: 5n }))).toMatchObject({
      currency: 'RWF',
    })
  })

  test('a time may be a Date, metadata an object', async () => {
    const { sent } = await listened()
    const at = new Date('2027-01-02T03:04:05Z')
    const made = await sent((pay) => pay.paymentLinks.create({ title: 'T', expiresAt: at, metadata: { a: [1, 'é'] } }))
    expect(made).toMatchObject({ expires_at: '2027-01-02 03:04:05', metadata: { a: [1, 'é'] } })
    const text = { expiresAt: '2027-01-02T03:04:05', metadata: '{"b":1.50}' }
    const changed = await sent((pay) => pay.paymentLinks.update('link', text))
    expect(changed).toEqual({ expires_at: '2027-01-02 03:04:05', metadata: { b: 1.5 } })
  })

  const circle: Record<string, unknown> = {}
  circle.again = circle
  test.each([
    [{ title: '' }, 'title'],
    [{ title: undefined }, 'title'],
    [{ title: 'T', amount: 50.5 }, 'amount'],
    [{ title: 'T', minAmount: 0.1 + 0.2, currency: 'USD' }, 'minAmount'],
    [{ title: 'T', minAmount: 10, maxAmount: 5 }, 'maxAmount'],
    [{ title: 'T', maxAmount: true }, 'maxAmount'],
    [{ title: 'T', currency: 'XXZ' }, 'currency'],
    [{ title: 'T', paymentTypes: 'card' }, 'paymentTypes'],
    [{ title: 'T', paymentTypes: [5] }, 'paymentTypes'],
    [{ title: 'T', expiresAt: 'tomorrow' }, 'expiresAt'],
    [{ title: 'T', expiresAt: new Date('tomorrow') }, 'expiresAt'],
    [{ title: 'T', metadata: '[1]' }, 'metadata'],
    [{ title: 'T', metadata: { big: 5n } }, 'metadata'],
    [{ title: 'T', metadata: circle }, 'metadata'],
    [{ title: 'T', maxUses: '5' }, 'maxUses'],
    [{ title: 'T', collectPhone: 1 }, 'collectPhone'],
    [{ title: 'T', redirectURL: 'https://shop.example' }, 'redirectURL'],
    [{ title: 'T', redirect_url: 'https://shop.example' }, 'redirect_url'],
  ])('%# is refused by its name', async (link, field) => {
    const { pay, requests } = await listened()
    const refused = { name: 'ValidationError', outcome: 'not_executed', field }
    await expect(pay.paymentLinks.create(link as { title: string })).rejects.toMatchObject(refused)
    expect(requests).toHaveLength(0)
  })

  test('an update of nothing, and calls about no link', async () => {
    const { pay, requests } = await listened()
    await expect(pay.paymentLinks.update('link', {})).rejects.toThrow(ValidationError)
    await expect(pay.paymentLinks.get(undefined as never)).rejects.toMatchObject({ field: 'id' })
    await expect(pay.paymentLinks.archive('')).rejects.toThrow(ValidationError)
    await expect(pay.paymentLinks.list({ limit: 101 })).rejects.toMatchObject({ field: 'limit' })
    expect(requests).toHaveLength(0)
  })
})

describe('payouts', () => {
  test('to a bank of the list and to a wallet, with the fee on top', async () => {
    const { settings } = await merchant({ wallet: { RWF: '100000' } })
    const pay = new DgsPay(settings)
    const banks = await pay.banks.list('RW')
    const bank = banks.find(({ destinationType, branchRequired }) => destinationType === 'bank' && !branchRequired)
    const { gross } = FeeSchedule.flat(100).grossUp(9_900)
    expect(gross).toEqual({ amount: 10_000, currency: 'RWF' })
    const payout = await pay.disbursements.toBank({
      amount: gross,
      bankKey: bank?.bankKey ?? '',
      accountNumber: '1234567890',
      name: 'Jane Doe',
      callbackUrl: 'https://shop.example/payouts',
    })
    expect(payout).toMatchObject({ status: 'pending', destinationType: 'bank', token: expect.any(String) })
    const second = await pay.disbursements.toMobileMoney({ amount: 5000, phone: CHARGE.phone, network: 'MTN' })
    expect(second).toMatchObject({ status: 'pending', destinationType: 'mobile_money' })
    expect(second).not.toHaveProperty('token')
    const tooMuch = pay.disbursements.toMobileMoney({ amount: '90000', phone: CHARGE.phone, network: 'MTN' })
    await expect(tooMuch).rejects.toMatchObject({
      name: 'InsufficientFundsError',
      outcome: 'not_executed',
      required: { amount: 90_000, currency: 'RWF' },
    })
  })

  const payee = { bankKey: 'kcb_rw', accountNumber: '1' }
  test.each([
    [(pay: DgsPay) => pay.disbursements.toBank({ amount: 0, ...payee }), 'amount'],
    [(pay: DgsPay) => pay.disbursements.toBank({ amount: Money.of(5, 'USD'), ...payee }), 'currency'],
    [(pay: DgsPay) => pay.disbursements.toBank({ amount: 5, ...payee, bankKey: '' }), 'bankKey'],
    [(pay: DgsPay) => pay.disbursements.toBank({ amount: 5, ...payee, accountNumber: 123 as never }), 'accountNumber'],
    [(pay: DgsPay) => pay.disbursements.toBank({ amount: 5, ...payee, accountNo: '1' } as never), 'accountNo'],
    [(pay: DgsPay) => pay.disbursements.toMobileMoney({ amount: 5, phone: '1', network: 'MTN' }), 'phone'],
    [(pay: DgsPay) => pay.disbursements.toMobileMoney(undefined as never), 'payout'],
  ])('%s is refused before anything is sent', async (call, field) => {
    const { pay, requests } = await listened()
    await expect(call(pay)).rejects.toMatchObject({ name: 'ValidationError', outcome: 'not_executed', field })
    expect(requests).toHaveLength(0)
  })

  test('a lost answer is told as unknown, and not sent again', async () => {
    const { url, requests } = await serve((_, response) => void response.destroy())
    const call = client(url).disbursements.toBank({ amount: 5, ...payee, callbackUrl: 'https://shop.example/payouts' })
    await expect(call).rejects.toMatchObject({
      name: 'OutcomeUnknownError',
      outcome: 'unknown',
      token: expect.any(String),
    })
    expect(requests).toHaveLength(1)
  })
})

describe('conversions', () => {
  test('are previewed and made', async () => {
    const { settings } = await merchant({ wallet: { USD: '150' } })
    const pay = new DgsPay(settings)
    const conversion = { amount: Money.of('94.50', 'USD'), to: 'EUR' }
    const preview = await pay.wallet.previewConversion(conversion)
    expect(preview).toMatchObject({ fromAmount: { amount: 94.5, currency: 'USD' }, toAmount: { currency: 'EUR' } })
    expect(preview.rate).toMatch(/^0\.\d+$/)
    expect(await pay.wallet.convert(conversion)).toMatchObject({ status: 'pending', reference: expect.any(String) })
    await expect(pay.wallet.convert(conversion)).rejects.toMatchObject({ name: 'InsufficientFundsError' })
  })

  test.each([
    [{ amount: 5, to: 'RWF' }, 'invalid_currency', 'to'],
    [{ amount: 5, to: 'XXZ' }, 'invalid_currency', 'to'],
    [{ amount: 5 }, 'invalid_argument', 'to'],
    [{ amount: -5, to: 'USD' }, 'invalid_amount', 'amount'],
    [{ amount: 5, currency: 'USD', to: 'EUR' }, 'invalid_argument', 'currency'],
    [undefined, 'invalid_argument', 'conversion'],
  ])('%j is refused before anything is sent', async (conversion, code, field) => {
    const { pay, requests } = await listened()
    const refused = { name: 'ValidationError', code, field }
    await expect(pay.wallet.previewConversion(conversion as never)).rejects.toMatchObject(refused)
    await expect(pay.wallet.convert(conversion as never)).rejects.toMatchObject(refused)
    expect(requests).toHaveLength(0)
  })
})

describe('fees', () => {
  test('flat, percent and tiers', () => {
    expect(FeeSchedule.flat('100').quote(5000).net).toEqual({ amount: 4900, currency: 'RWF' })
    const collections = FeeSchedule.percent(3, { minimum: 50, maximum: null })
    expect(collections.quote(5000).fee.amount).toBe(150)
    expect(collections.quote(100n).fee.amount).toBe(50)
    expect(collections.grossUp('5000')).toEqual({
      gross: { amount: 5155, currency: 'RWF' },
      fee: { amount: 155, currency: 'RWF' },
      net: { amount: 5000, currency: 'RWF' },
    })
    const tiers = [
      { upTo: 1000, flat: 20 },
      { percent: '1.5', minimum: 20 },
    ]
    expect(new FeeSchedule(tiers, { rounding: 'up' }).quote(1001).fee.amount).toBe(20)
    expect(new FeeSchedule([{ flat: Money.of('0.30', 'USD'), percent: 2.9 }]).quote(Money.of(10, 'USD')).fee).toEqual({
      amount: 0.59,
      currency: 'USD',
    })
  })

  test.each([
    [() => new FeeSchedule([]), ConfigError, undefined],
    [() => FeeSchedule.percent(100), ConfigError, undefined],
    [() => FeeSchedule.flat(-1), ConfigError, undefined],
    [() => FeeSchedule.percent('3%'), ValidationError, 'percent'],
    [() => FeeSchedule.percent(3, { minumum: 5 } as never), ValidationError, 'minumum'],
    [() => new FeeSchedule([{ upto: 5, flat: 1 }] as never), ValidationError, 'upto'],
    [() => new FeeSchedule([{ upTo: 'much', flat: 1 }]), ValidationError, 'upTo'],
    [() => new FeeSchedule([{ flat: 1 }], { round: 'up' } as never), ValidationError, 'round'],
    [() => new FeeSchedule({ flat: 1 } as never), ValidationError, 'tiers'],
    [() => new FeeSchedule([5] as never), ValidationError, 'tiers'],
    [() => FeeSchedule.flat(100).quote(100), ValidationError, 'amount'],
    [() => FeeSchedule.flat(100).quote(Money.of(1000, 'USD')), ValidationError, 'amount'],
    [() => FeeSchedule.flat(100).grossUp(undefined as never), ValidationError, 'amount'],
  ])('%s', (make, error, field) => {
    expect(make).toThrow(error)
    expect(make).toThrow(expect.objectContaining({ field }))
  })
})

describe('no misspelt name passes', () => {
  test.each([
    [(pay: DgsPay) => pay.wallet.balances({ timeout: 5 } as never), 'timeout', 'timeoutMs'],
    [(pay: DgsPay) => pay.wallet.balances({ retries: 0 } as never), 'retries', 'maxRetries'],
    [(pay: DgsPay) => pay.charges.wait({} as never, { timeout: 5 } as never), undefined, 'reference'],
    [(pay: DgsPay) => pay.transactions.list({ state: 'successful' } as never), 'state', 'status'],
    [(pay: DgsPay) => pay.transactions.iter({ perPage: 5 } as never).next(), 'perPage', 'limit'],
    [
      (pay: DgsPay) => pay.charges.createMobileMoney({ ...CHARGE, callbackURL: '' } as never),
      'callbackURL',
      'callbackUrl',
    ],
    [
      (pay: DgsPay) =>
        pay.charges.createMobileMoney({ ...CHARGE, customer: { ...CHARGE.customer, mail: 'a@b.rw' } } as never),
      'mail',
      'email',
    ],
  ])('%s', async (call, field, right) => {
    const { pay, requests } = await listened()
    await expect(call(pay)).rejects.toMatchObject({ name: 'ValidationError', ...(field && { field }) })
    await expect(call(pay)).rejects.toThrow(new RegExp(right))
    expect(requests).toHaveLength(0)
  })

  test('a setting of the client, and an option of waiting', async () => {
    // @ts-expect-error: what JavaScript allows
    expect(() => new DgsPay({ api_key: 'sk_test_a' })).toThrow(/"api_key" is not known here; what is: apiKey, /)
    const { settings } = await merchant()
    const pay = new DgsPay(settings)
    const charge = await pay.charges.createMobileMoney(CHARGE)
    await expect(pay.charges.wait(charge, { timeout: 5 } as never)).rejects.toMatchObject({ field: 'timeout' })
  })

  test('what comes back from a table may have columns of its own', async () => {
    const { settings } = await merchant()
    const pay = new DgsPay(settings)
    const charge = await pay.charges.createMobileMoney(CHARGE)
    const row = { ...charge, id: 7, order: { id: 1042 } }
    expect(await pay.charges.wait(row, { timeoutMs: 1 })).toMatchObject({ reference: charge.reference })
  })
})
