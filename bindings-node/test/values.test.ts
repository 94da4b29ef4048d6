import { Money, PhoneNumber, ValidationError } from 'dgspay'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

describe('Money', () => {
  test('takes every exact spelling of an amount', () => {
    for (const amount of [5000, '5000', 5000n, '5000.00']) {
      expect(Money.of(amount, 'RWF')).toEqual({ amount: 5000, currency: 'RWF' })
    }
    expect(Money.of('94.50', 'USD').amount).toBe(94.5)
  })

  test.each([
    [0.1 + 0.2, 'USD', 'invalid_amount'],
    [Number.NaN, 'RWF', 'invalid_amount'],
    [Number.POSITIVE_INFINITY, 'RWF', 'invalid_amount'],
    [1e21, 'RWF', 'invalid_amount'],
    [2n ** 200n, 'RWF', 'invalid_amount'],
    [50.5, 'RWF', 'invalid_amount'],
    ['5,000', 'RWF', 'invalid_amount'],
    [5, 'XXZ', 'invalid_currency'],
    [true, 'RWF', 'invalid_argument'],
    [undefined, 'RWF', 'invalid_argument'],
    [5, 7, 'invalid_argument'],
    [{}, null, 'invalid_argument'],
  ])('refuses %s %s', (amount, currency, code) => {
    // @ts-expect-error: what JavaScript allows
    expect(() => Money.of(amount, currency)).toThrow(expect.objectContaining({ name: 'ValidationError', code }))
  })

  test('is exact where numbers are not', () => {
    const [dime, fifth] = [Money.of(0.1, 'USD'), Money.of(0.2, 'USD')]
    expect(Money.add(dime, fifth)).toEqual({ amount: 0.3, currency: 'USD' })
    expect(Money.subtract(dime, fifth).amount).toBe(-0.1)
    expect([fifth, dime].sort(Money.compare)).toEqual([dime, fifth])
    expect(Money.format(Money.of(5000, 'RWF'))).toBe('RWF 5,000')
    expect(() => Money.add(dime, Money.of(1, 'EUR'))).toThrow(ValidationError)
  })

  test('every amount of cents survives the way there and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -99_999_999_999_999, max: 99_999_999_999_999 }), (cents) => {
        const digits = String(Math.abs(cents)).padStart(3, '0')
        const text = `${cents < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
        const money = Money.of(text, 'USD')
        expect(money.amount).toBe(Number(text))
        expect(Money.add(money, Money.of(0, 'USD'))).toEqual(money)
        expect(Money.compare(money, Money.of(text, 'USD'))).toBe(0)
      }),
      { numRuns: 2_000 },
    )
  })

  test('whatever is given, only a ValidationError comes out', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (amount, currency) => {
        try {
          Money.of(amount as number, currency as string)
        } catch (error) {
          expect(error).toBeInstanceOf(ValidationError)
        }
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('PhoneNumber', () => {
  test('reads every usual spelling', () => {
    for (const text of ['0788 123 456', '788123456', '+250 788-123-456', '00250788123456']) {
      expect(PhoneNumber.parse(text)).toEqual({
        country: 'RW',
        countryCode: '250',
        national: '788123456',
        e164: '+250788123456',
        network: 'MTN',
      })
    }
    expect(PhoneNumber.parse('0712345678', 'KE').e164).toBe('+254712345678')
  })

  test('leaves out what it does not know', () => {
    expect(Object.keys(PhoneNumber.parse('0778123456'))).not.toContain('network')
  })

  test.each([
    ['0688123456', 'RW', 'invalid_phone'],
    ['', 'RW', 'invalid_phone'],
    ['0788123456', 'FR', 'invalid_argument'],
    [788123456, 'RW', 'invalid_argument'],
    [null, 'RW', 'invalid_argument'],
  ])('refuses %s in %s', (text, country, code) => {
    // @ts-expect-error: what JavaScript allows
    const read = () => PhoneNumber.parse(text, country)
    expect(read).toThrow(expect.objectContaining({ name: 'ValidationError', code }))
    expect(read).not.toThrow(/788123456|688123456/)
  })
})
