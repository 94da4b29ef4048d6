// What a signed body says, as a table: for each event its fields, and how each is read. The types are the main package's, so
// a field that is missing here, or read as something else, does not compile.
import type {
  ConversionFailedEvent,
  ConversionSucceededEvent,
  DepositSucceededEvent,
  DisbursementFailedEvent,
  DisbursementSucceededEvent,
  Event,
  Money,
  PaymentSucceededEvent,
  Rate,
  Recipient,
  Timestamp,
} from '../native.js'
import { moneyOf, rateOf } from './amount.mjs'
import { Fields, notThisShape, Unreadable } from './json.mjs'
import { lowered } from './text.mjs'
import { timestampOf } from './timestamp.mjs'
import {
  Country,
  DestinationType,
  Environment,
  MobileNetwork,
  PaymentMethod,
  PaymentStatus,
  type Words,
} from './words.mjs'

type Reader<T> = (body: Fields) => T
type Optional<T> = Reader<T | undefined>

/** A reader for each field of a model. */
type Readers<T> = { [K in keyof T]-?: Record<never, never> extends Pick<T, K> ? Optional<T[K]> : Reader<T[K]> }

/** What every event has besides its own fields. */
type Common = 'type' | 'reference' | 'dedupeKey' | 'secretIndex' | 'raw'
type Own<E> = Readers<Omit<E, Common>>

const text =
  (...names: string[]): Optional<string> =>
  (body) =>
    body.text(...names)

/** A word in its canonical spelling; one that nobody knows as it was sent. */
const word =
  (name: string, words: Words): Optional<string> =>
  (body) =>
    canonical(body.string(name), words)

/** The same; what is no text counts as absent. */
const lenientWord =
  (name: string, words: Words): Optional<string> =>
  (body) =>
    canonical(body.lenientString(name), words)

const time =
  (name: string): Optional<Timestamp> =>
  (body) =>
    timestampOf(body.string(name) ?? '')

const lenientTime =
  (name: string): Optional<Timestamp> =>
  (body) =>
    timestampOf(body.lenientString(name) ?? '')

/** Three capital letters: what a service sends may be newer than any table. */
const isCurrency = (code: string) => /^[A-Z]{3}$/.test(code)

const currency =
  (name: string, otherwise?: Reader<string>): Reader<string> =>
  (body) => {
    const code = body.string(name) ?? otherwise?.(body)
    if (code === undefined) throw notThisShape(name)
    if (!isCurrency(code)) throw new Unreadable('its currency is no code')
    return code
  }

/** The amount that counts: it is exact, or the event is not believed. */
const exactly =
  (name: string, currency: Reader<string>): Reader<Money> =>
  (body) => {
    const digits = body.digits(name)
    if (digits === undefined) throw notThisShape(name)
    const money = moneyOf(digits, currency(body))
    if (money === undefined) throw new Unreadable('an amount in it is not exact')
    return money
  }

/**
 * An amount beside the one that counts. One with more digits than its currency (the older version of the service sent such
 * fees) is no reason to lose the event: it is still in `raw`.
 */
const extra =
  (currency: Reader<string>, name: string): Optional<Money> =>
  (body) =>
    moneyIn(currency(body), body.digits(name))

/** The same; what is no number counts as absent, and so do two that go by the two names of one fee and differ. */
const lenientExtra =
  (currency: Reader<string>, name: string, alias = name): Optional<Money> =>
  (body) => {
    const [digits, others] = [body.lenientDigits(name), body.lenientDigits(alias)]
    return moneyIn(currency(body), (digits ?? others) === (others ?? digits) ? (digits ?? others) : undefined)
  }

const moneyIn = (currency: string, digits: string | undefined) =>
  digits === undefined ? undefined : moneyOf(digits, currency)

const rate: Optional<Rate> = (body) => rateOf(body.lenientDigits('rate') ?? '')

const recipient: Optional<Recipient> = (body) => {
  const raw = body.raw('recipient')
  try {
    return raw === undefined ? undefined : read(RECIPIENT, new Fields(raw))
  } catch {
    return undefined
  }
}

const RECIPIENT: Readers<Recipient> = {
  name: text('name'),
  bankKey: text('bank_key'),
  accountNumber: text('account_number'),
  branch: text('branch'),
  phone: text('msisdn'),
  network: word('network', MobileNetwork),
  country: word('country', Country),
}

const paidIn = currency('currency')
const PAYMENT: Own<PaymentSucceededEvent> = {
  amount: exactly('amount', paidIn),
  merchantFee: extra(paidIn, 'merchant_fee'),
  netAmount: extra(paidIn, 'net_amount'),
  chargeId: text('flw_charge_id'),
  timestamp: time('timestamp'),
  environment: word('environment', Environment),
}

/** Payouts are made in RWF; one that does not say so is no other. */
const paidOutIn = currency('currency', () => 'RWF')
const DISBURSEMENT: Own<DisbursementSucceededEvent> & Own<DisbursementFailedEvent> = {
  amount: exactly('amount', paidOutIn),
  fee: extra(paidOutIn, 'fee'),
  recipientGets: extra(paidOutIn, 'recipient_gets'),
  destinationType: word('destination_type', DestinationType),
  recipient,
  proof: text('proof'),
  failReason: text('fail_reason'),
  transferId: text('flw_transfer_id'),
}

const from = currency('from_currency')
const CONVERTED: Own<ConversionSucceededEvent> = {
  fromAmount: exactly('from_amount', from),
  toAmount: exactly('to_amount', currency('to_currency')),
  rate,
  rateDisplay: text('rate_display'),
}
const NOT_CONVERTED: Own<ConversionFailedEvent> = {
  fromAmount: exactly('from_amount', from),
  toCurrency: (body) => [body.string('to_currency') ?? ''].find(isCurrency),
  failReason: text('fail_reason'),
  refund: extra(currency('refund_currency', from), 'refund_amount'),
}

/** All four events of RohoPay have the same fields. */
const ROHO: Own<DepositSucceededEvent> = {
  amount: exactly('amount', paidIn),
  commissionAmount: lenientExtra(paidIn, 'commission_amount', 'commission'),
  netAmount: lenientExtra(paidIn, 'net_amount'),
  providerReference: text('provider_reference'),
  transactionId: (body) => agreed(body.text('id'), body.text('transaction_id')),
  paymentMethod: lenientWord('payment_method', PaymentMethod),
  phoneNumber: text('phone_number'),
  failoverReason: text('failover_reason'),
  environment: lenientWord('environment', Environment),
  createdAt: lenientTime('created_at'),
  updatedAt: lenientTime('updated_at'),
}

/** How an event is read. */
interface Kind {
  readonly status: 'successful' | 'failed'
  readonly fields: Readonly<Record<string, Reader<unknown>>>
  /** Fields that are read, for they must be in order, and that this event has not got. */
  readonly without?: readonly string[]
  readonly isRoho?: true
}

const KINDS: Readonly<Record<string, Kind>> = {
  'payment.success': { status: 'successful', fields: PAYMENT },
  'payment.failed': { status: 'failed', fields: PAYMENT, without: ['merchantFee', 'netAmount'] },
  'disbursement.success': { status: 'successful', fields: DISBURSEMENT, without: ['failReason'] },
  'disbursement.failed': { status: 'failed', fields: DISBURSEMENT, without: ['proof'] },
  'conversion.success': { status: 'successful', fields: CONVERTED },
  'conversion.failed': { status: 'failed', fields: NOT_CONVERTED },
  'deposit.successful': { status: 'successful', fields: ROHO, isRoho: true },
  'deposit.failed': { status: 'failed', fields: ROHO, isRoho: true },
  'withdraw.successful': { status: 'successful', fields: ROHO, isRoho: true },
  'withdraw.failed': { status: 'failed', fields: ROHO, isRoho: true },
}

/**
 * Reads a body whose signature was good. `digest` is asked for where only the body tells one delivery from another.
 *
 * @throws {Unreadable} if it is no event that can be believed.
 */
export async function eventOf(raw: string, secretIndex: number, digest: () => Promise<string>): Promise<Event> {
  const envelope = new Fields(raw)
  // RohoPay's own SDK expects the name in `type`; its documents have the kind of the transaction there.
  const [named, kindOf] = [envelope.lenientString('event'), envelope.lenientString('type')]
  const event = named ?? (kindOf?.includes('.') ? kindOf : undefined)
  const own = envelope.text('dgs_reference', 'internal_reference')
  const ownStatus = envelope.lenientString('status')
  if (event === undefined) throw new Unreadable('it names no event')
  const kind = Object.hasOwn(KINDS, event) ? KINDS[event] : undefined
  const finished = (type: string, dedupeKey: string, fields: object) =>
    ({ type, ...fields, dedupeKey, secretIndex, raw }) as unknown as Event
  if (kind === undefined) {
    const reference = own ?? nestedReference(envelope)
    const dedupeKey = `${event}:${reference ?? (await digest())}`
    return finished('unknown', dedupeKey, { event, ...(reference !== undefined && { reference }) })
  }

  const body = kind.isRoho ? insideOf(envelope) : envelope
  const status = kind.isRoho ? body.lenientString('status') : ownStatus
  if (status !== undefined && canonical(status, PaymentStatus) !== kind.status) {
    throw new Unreadable('its event and its status contradict each other')
  }
  const reference = kind.isRoho ? rohoReference(body) : own
  if (reference === undefined) throw new Unreadable(kind.isRoho ? 'it has no reference' : 'its dgs_reference is empty')
  const fields = read(kind.fields, body)
  for (const name of kind.without ?? []) delete fields[name]
  // When two providers have executed one transaction, the second event is no repetition of the first.
  const provider = kind.isRoho ? body.text('provider_reference') : undefined
  return finished(event, [event, reference, provider].filter(Boolean).join(':'), { reference, ...fields })
}

/** The body is flat as documented, or in `data` as the service's own SDK reads it (C-8). */
const insideOf = (envelope: Fields) => dataOf(envelope) ?? envelope

function dataOf(envelope: Fields): Fields | undefined {
  const data = envelope.raw('data')
  return data?.startsWith('{') ? new Fields(data) : undefined
}

/** A transaction without a reference has at least its identifier. */
const rohoReference = (body: Fields) => ownReference(body) ?? agreed(body.text('id'), body.text('transaction_id'))

const ownReference = (body: Fields) => agreed(body.text('internal_reference'), body.text('reference'))

/** RohoPay's own reference, where an event that is not known tells it in `data`; one that cannot be read is none. */
function nestedReference(envelope: Fields): string | undefined {
  try {
    const data = dataOf(envelope)
    return data && ownReference(data)
  } catch {
    return undefined
  }
}

/** What a field says that goes by two names, of which either or both may be there (C-7). */
function agreed(one: string | undefined, other: string | undefined): string | undefined {
  if ((one ?? other) === (other ?? one)) return one ?? other
  throw new Unreadable('it names its transaction twice, and not alike')
}

function read<T>(readers: Readers<T>, body: Fields): T & Record<string, unknown> {
  const found = Object.entries<Reader<unknown>>(readers).map(([name, reader]) => [name, reader(body)] as const)
  return Object.fromEntries(found.filter(([, value]) => value !== undefined)) as T & Record<string, unknown>
}

function canonical(sent: string | undefined, words: Words): string | undefined {
  const same = (spelling: string) => lowered(spelling) === lowered(sent ?? '')
  return words.find((spellings) => spellings.some(same))?.[0] ?? sent
}
