// Compiled, never run: what users write must pass the compiler, and what is wrong must not.
import {
  type Balance,
  type Bank,
  type CardBrand,
  CardEncryptor,
  CardEntry,
  type Charge,
  CheckoutReturn,
  type CheckoutSession,
  type Conversion,
  type Customer,
  DgsPay,
  DgsPayError,
  type EncryptedCard,
  type EncryptedPin,
  type Event,
  type FeeQuote,
  FeeSchedule,
  Money,
  OutcomeUnknownError,
  type PaymentLink,
  type PaymentLinkDetails,
  type PaymentStatus,
  type Payout,
  PhoneNumber,
  type RohoBalance,
  RohoPay,
  type RohoTransaction,
  type Transaction,
  Webhook,
} from 'dgspay'

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const same = <A, B>(_: Equal<A, B>) => {}

const pay = new DgsPay({ apiKey: process.env.KEY, environment: 'sandbox', timeoutMs: null })

export async function operations(signal: AbortSignal): Promise<void> {
  const options = { signal, timeoutMs: 1000, maxRetries: 0, idempotencyKey: 'k' }
  const customer: Customer = { firstName: 'A', lastName: 'B', email: 'a@b.rw' }
  const charge = await pay.charges.createMobileMoney(
    {
      amount: 5000n,
      phone: PhoneNumber.parse('0788123456'),
      network: 'MTN',
      customer: { ...customer, phone: '0788 123 456' },
      redirectUrl: 'https://shop.example',
      narration: process.env.NARRATION,
      callbackUrl: null,
    },
    options,
  )
  same<typeof charge, Charge>(true)
  const done: Charge = await pay.charges.wait(charge, { timeoutMs: 1, signal })
  same<typeof done.amount.amount, number>(true)
  const missing: string | undefined = done.displayText
  const url: string | undefined = done.nextAction?.url
  const balances: Balance[] = await pay.wallet.balances()
  for await (const transaction of pay.transactions.iter({ status: 'successful', limit: undefined }, options)) {
    same<typeof transaction, Transaction>(true)
  }
  const { nextPage } = await pay.transactions.list()
  same<typeof nextPage, number | undefined>(true)
  void [missing, url, balances, await pay.transactions.get(done.reference)]

  // @ts-expect-error: a charge needs a phone number
  await pay.charges.createMobileMoney({ amount: 1, network: 'MTN', customer, redirectUrl: '' })
  // @ts-expect-error: an amount is not true or false
  await pay.charges.createMobileMoney({ ...charge, amount: true, customer, redirectUrl: '' })
  // @ts-expect-error: what comes out is not changed by assignment to a string
  done.amount = '5000'
  // @ts-expect-error: there is no such operation
  pay.charges.create
}

export async function cards(json: string): Promise<Charge> {
  const encryptor = new CardEncryptor(undefined, { nonceFormat: 'hex24' })
  const card: EncryptedCard = encryptor.encrypt({ number: '4242', expiryMonth: 1, expiryYear: '28', cvv: '123' })
  const pin: EncryptedPin = encryptor.encryptPin('1234')
  const customer = { firstName: 'A', lastName: 'B', email: 'a@b.rw', phone: '0788123456' }
  const charge = await pay.charges.createCard({ amount: '5000', card, customer, redirectUrl: 'https://shop.example' })
  const { number, expiryMonth: expiry_month, expiryYear: expiry_year, cvv, nonce } = JSON.parse(json) as EncryptedCard
  const fromAnApp = { number, expiry_month, expiry_year, cvv, nonce }
  await pay.charges.createCard({ amount: 5000, card: fromAnApp, customer, redirectUrl: 'https://shop.example' })
  switch (charge.nextAction?.kind) {
    case 'redirect_url':
      return charge
    case 'requires_pin':
      return pay.charges.authorizePin(charge, pin)
    case 'requires_otp':
      return pay.charges.authorizeOtp(charge.reference, '123456', { timeoutMs: 1 })
    case 'requires_additional_fields':
      return pay.charges.authorizeAvs(charge, { line1: 'KG 7 Ave', country: 'RW', city: undefined, state: null })
  }
  // @ts-expect-error: a card is not paid with in the clear
  await pay.charges.createCard({ amount: 1, card: { number: '4242', cvv: '123' }, customer, redirectUrl: '' })
  // @ts-expect-error: no nonce can be chosen
  encryptor.encrypt({ number: '4242', expiryMonth: 1, expiryYear: 28, cvv: '123', nonce: '000000000000' })
  return charge
}

export async function links(): Promise<void> {
  const link: PaymentLink = await pay.paymentLinks.create({
    title: 'Invoice 123',
    currency: 'USD',
    minAmount: 5,
    maxAmount: Money.of('99.50', 'USD'),
    paymentTypes: ['card', 'mobile_money'],
    expiresAt: new Date(),
    metadata: { order: 1042 },
  })
  await pay.paymentLinks.update(link.id, { amountType: 'fixed', amount: 5000, expiresAt: '2027-01-01', metadata: '{}' })
  const { stats, recentCharges }: PaymentLinkDetails = await pay.paymentLinks.get(link.id)
  for await (const each of pay.paymentLinks.iter({ limit: 5 })) same<typeof each, PaymentLink>(true)
  const nothing: Promise<void> = pay.paymentLinks.archive(link.id)
  void [nothing, stats?.totalCollected?.amount, recentCharges[0]?.status]
  // @ts-expect-error: the currency of a link stays
  await pay.paymentLinks.update(link.id, { currency: 'USD' })
}

export async function payouts(): Promise<void> {
  const [bank]: Bank[] = await pay.banks.list('RW')
  const payout: Payout = await pay.disbursements.toBank({
    amount: 1n,
    bankKey: bank?.bankKey ?? '',
    accountNumber: '1',
  })
  await pay.disbursements.toMobileMoney({ amount: payout.amount ?? 1, phone: '0788123456', network: 'MTN', name: null })
  const conversion: Conversion = await pay.wallet.convert({ amount: Money.of(100, 'USD'), to: 'RWF' })
  const { rate } = await pay.wallet.previewConversion({ amount: 1000, to: 'USD' }, { maxRetries: 0 })
  same<typeof rate, string>(true)
  const fees = new FeeSchedule(
    [
      { upTo: 1000, flat: 20 },
      { percent: '1.5', minimum: 20 },
    ],
    { rounding: 'up' },
  )
  const quotes: FeeQuote[] = [fees.quote(5000), FeeSchedule.flat(100).grossUp('900'), FeeSchedule.percent(3).quote(1n)]
  void [conversion.toAmount?.amount, quotes]
  // @ts-expect-error: a conversion has no other currency than that of its amount
  await pay.wallet.convert({ amount: 1, currency: 'USD', to: 'RWF' })
  // @ts-expect-error: the handle behind a schedule is nobody's business
  new FeeSchedule(fees)
}

export async function rohopay(signal: AbortSignal): Promise<void> {
  const roho = new RohoPay({ apiKey: process.env.KEY, environment: 'test', timeoutMs: null })
  const options = { signal, timeoutMs: 1000, maxRetries: 0, idempotencyKey: 'order-1042' }
  const payment: RohoTransaction = await roho.collect(
    { phone: '0772123456', amount: 5000n, description: null },
    options,
  )
  await roho.disburse({ phone: '0712345678', amount: Money.of(5, 'KES'), callbackUrl: process.env.HOOK })
  const session: CheckoutSession = await roho.checkout({
    amount: '75000',
    currency: 'UGX',
    customerName: 'Jane Doe',
    customerEmail: 'jane@example.com',
    returnUrl: 'https://shop.example/thanks',
    cardNumber: '4111111111111111',
    cardExpiry: '10/30',
    cardCvv: '123',
  })
  const { live }: RohoBalance = await roho.getBalance({ timeoutMs: 1 })
  const filter = { status: 'successful', environment: 'live', fromTime: new Date(), toTime: '2027-01-01' } as const
  for await (const each of roho.iterTransactions(filter, options)) same<typeof each, RohoTransaction>(true)
  const { transactions, nextOffset } = await roho.listTransactions()
  same<typeof nextOffset, number | undefined>(true)
  same<typeof payment.commissionRate, string | undefined>(true)
  const done = await roho.wait(payment, { timeoutMs: 1, signal })
  const claimed: PaymentStatus = CheckoutReturn.parse('https://shop.example/thanks').claimedStatus
  void [session.paymentUrl, live.amount, transactions[0]?.failoverReason, done.status, claimed]
  // @ts-expect-error: a collection needs a phone number
  await roho.collect({ amount: 5000 })
  // @ts-expect-error: this service takes no account number
  new RohoPay({ accountNumber: '1' })
  // @ts-expect-error: it has no pages but offsets
  await roho.listTransactions({ page: 1 })
}

/** The union is told apart by `type`, and nothing is left over. */
export function event(event: Event): number {
  switch (event.type) {
    case 'payment.success':
      return event.netAmount?.amount ?? 0
    case 'payment.failed':
      // @ts-expect-error: a failed payment has no net amount
      return event.netAmount
    case 'disbursement.success':
    case 'disbursement.failed':
      return event.recipientGets?.amount ?? event.amount.amount
    case 'conversion.success':
      same<typeof event.rate, string | undefined>(true)
      return event.toAmount.amount
    case 'conversion.failed':
      return event.refund?.amount ?? 0
    case 'deposit.successful':
    case 'deposit.failed':
      same<typeof event.failoverReason, string | undefined>(true)
      return event.netAmount?.amount ?? 0
    case 'withdraw.successful':
    case 'withdraw.failed':
      return event.commissionAmount?.amount ?? event.amount.amount
    case 'unknown':
      return event.event.length
    default: {
      const never: never = event
      return never
    }
  }
}

/** An open word: completion for the known ones, room for those to come. */
export const statuses: PaymentStatus[] = ['pending', 'successful', 'failed', 'a word of the future']

export function values(body: Uint8Array, header: string | undefined): string {
  const money: Money = Money.add(Money.of('0.10', 'USD'), { amount: 1, currency: 'USD' })
  const order: -1 | 0 | 1 = Money.compare(money, money)
  const phone: PhoneNumber = PhoneNumber.parse('0712345678', 'KE')
  const verified: Event = new Webhook(['one', 'two']).verify(body, header)
  // @ts-expect-error: a parsed body is not what was signed
  new Webhook().verify(JSON.parse('{}') as { event: string }, header)
  return `${order} ${phone.e164} ${verified.dedupeKey} ${Webhook.sign('secret', body)}`
}

export function errors(error: unknown): string | undefined {
  if (error instanceof OutcomeUnknownError) return error.token
  if (error instanceof DgsPayError) {
    const code: string = error.code
    return `${code} ${error.outcome} ${error.httpStatus} ${error.available?.amount}`
  }
  return undefined
}

export function cardFields(field: HTMLInputElementLike): void {
  const { text, caret, brand } = CardEntry.number(field.value, field.selectionStart)
  same<typeof brand, CardBrand | undefined>(true)
  const { month, year } = CardEntry.expiry(text, undefined, { year: 2026, month: 11 })
  same<typeof month, number | undefined>(true)
  void [caret, year]
  // @ts-expect-error: a number is typed as text
  CardEntry.number(4242)
  // @ts-expect-error: a month has its year
  CardEntry.expiry('12/28', null, { month: 11 })
}

/** What is used of a page's field. */
interface HTMLInputElementLike {
  value: string
  selectionStart: number | null
}
