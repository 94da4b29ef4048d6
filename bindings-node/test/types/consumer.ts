// Compiled, never run: what users write must pass the compiler, and what is wrong must not.
import {
  type Balance,
  type Charge,
  type Customer,
  DgsPay,
  DgsPayError,
  type Event,
  Money,
  OutcomeUnknownError,
  type PaymentStatus,
  PhoneNumber,
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
