// What each `call` of the contract is here.
import { fields, given, plain } from './forms.mjs'
import { dgspay, native } from './package.mjs'

const { CardEncryptor, CardEntry, CheckoutReturn, DgsPay, FeeSchedule, Money, PhoneNumber, RohoPay, Webhook } = dgspay

const money = ({ amount, currency = 'RWF' }) => Money.of(amount, currency)
const bytes = ({ body, body_base64 }) => (body_base64 ? Buffer.from(body_base64, 'base64') : Buffer.from(body))
const hex = (text) => Buffer.from(text, 'hex')
const length = (sealed) => Buffer.from(sealed, 'base64').length

/** A function of the native module alone: the public layer throws its errors by class. */
function direct(call) {
  try {
    return call()
  } catch (error) {
    throw error.info ? new dgspay[error.info.className](error.info) : error
  }
}

function encryptor({ encryption_key, nonce_format: nonceFormat }, merchant) {
  return new CardEncryptor(encryption_key ?? merchant.dgs.encryption_key, { nonceFormat })
}

function card(input, merchant) {
  const { encryptionKey: _, nonceFormat: __, ...typed } = given(input)
  return 'nonce' in typed ? typed : encryptor(input, merchant).encrypt(typed)
}

function pin({ pin, nonce, ...input }, merchant) {
  return nonce === undefined ? encryptor(input, merchant).encryptPin(pin) : { pin, nonce }
}

function schedule(input) {
  const { tiers, rounding, flat, percent, minimum, maximum } = given(input)
  if (tiers) return new FeeSchedule(tiers, { rounding })
  return percent === undefined ? FeeSchedule.flat(flat) : FeeSchedule.percent(percent, { minimum, maximum })
}

/** The calls that need no server. */
export const vectors = {
  'money.parse': (input) => plain(money(input)),
  'money.add': ({ left, right }) => plain(Money.add(left, right)),
  'money.subtract': ({ left, right }) => plain(Money.subtract(left, right)),
  'money.compare': ({ left, right }) => Money.compare(left, right),
  'phone.parse': ({ text, country }) => fields(PhoneNumber.parse(text, country)),
  'card.encrypt': (input) => {
    const { number, expiryMonth, expiryYear, cvv, nonce, warning } = card(input)
    return {
      nonce_length: nonce.length,
      number_bytes: length(number),
      expiry_month_bytes: length(expiryMonth),
      expiry_year_bytes: length(expiryYear),
      cvv_bytes: length(cvv),
      warning,
    }
  },
  'card.encrypt_pin': (input) => {
    const sealed = pin(input)
    return { nonce_length: sealed.nonce.length, pin_bytes: length(sealed.pin) }
  },
  'card_entry.number': ({ typed, caret }) => plain(CardEntry.number(typed, caret)),
  'card_entry.expiry': ({ typed, caret, today }) => plain(CardEntry.expiry(typed, caret, today)),
  'fees.quote': (input) => plain(schedule(input).quote(given(input).amount)),
  'fees.gross_up': (input) => plain(schedule(input).grossUp(given(input).amount)),
  'webhook.new': ({ secrets }) => new Webhook(secrets) && {},
  'webhook.sign': ({ secret, body }) => Webhook.sign(secret, body),
  'webhook.verify': (input) => plain(new Webhook(input.secrets).verify(bytes(input), input.signature)),
  'client.new': (settings) => new DgsPay(given(settings)) && {},
  'roho.new': (settings) => new RohoPay(given(settings)) && {},
  'checkout_return.parse': ({ return_url }) => plain(CheckoutReturn.parse(return_url)),
  'internal.panic': async () => {
    const { balances } = native.Client.prototype
    native.Client.prototype.balances = native.Client.prototype.panicForTests
    const pay = new DgsPay({ apiKey: 'sk_test_panic', accountNumber: 'ACC-0001' })
    return pay.wallet.balances().finally(() => Object.assign(native.Client.prototype, { balances }))
  },
  'internal.seal': ({ key, nonce, aad, plaintext }) => {
    const sealed = direct(() => native.sealForTests(hex(key), hex(nonce), hex(aad), hex(plaintext)))
    return Buffer.from(sealed).toString('hex')
  },
  'internal.hmac': ({ key, message }) => Buffer.from(native.hmacForTests(hex(key), hex(message))).toString('hex'),
}

async function all(walk) {
  const found = []
  for await (const item of walk) found.push(item)
  return found
}

/** A request for money: the currency stands in its amount. */
function order(input) {
  const { currency: _, ...others } = given(input)
  return others
}

/** What RohoPay is asked: the currency is an argument of its own. */
const asked = (input) => given(input, null)

/** The calls of a client. */
export const calls = {
  'charges.create_mobile_money': (pay, input, options) => pay.charges.createMobileMoney(order(input), options),
  'charges.create_card': (pay, { card: typed, ...input }, options, merchant) =>
    pay.charges.createCard({ ...order(input), card: card(typed, merchant) }, options),
  'charges.authorize_pin': (pay, { charge, ...input }, options, merchant) =>
    pay.charges.authorizePin(charge, pin(input, merchant), options),
  'charges.authorize_otp': (pay, { charge, otp }, options) => pay.charges.authorizeOtp(charge, otp, options),
  'charges.authorize_avs': (pay, { charge, address }, options) =>
    pay.charges.authorizeAvs(charge, given(address), options),
  'charges.wait': (pay, { charge, timeout_ms: timeoutMs }) => pay.charges.wait(charge, { timeoutMs }),
  'payment_links.create': (pay, input, options) => pay.paymentLinks.create(given(input), options),
  'payment_links.list': (pay, input, options) => pay.paymentLinks.list(given(input), options),
  'payment_links.iter': (pay, input, options) => all(pay.paymentLinks.iter(given(input), options)),
  'payment_links.get': (pay, { id }, options) => pay.paymentLinks.get(id, options),
  'payment_links.update': (pay, { id, ...input }, options) => pay.paymentLinks.update(id, order(input), options),
  'payment_links.archive': (pay, { id }, options) => pay.paymentLinks.archive(id, options),
  'disbursements.to_bank': (pay, input, options) => pay.disbursements.toBank(order(input), options),
  'disbursements.to_mobile_money': (pay, input, options) => pay.disbursements.toMobileMoney(order(input), options),
  'banks.list': (pay, { country }, options) => pay.banks.list(country, options),
  'wallet.balances': (pay, _, options) => pay.wallet.balances(options),
  'wallet.preview_conversion': (pay, input, options) => pay.wallet.previewConversion(order(input), options),
  'wallet.convert': (pay, input, options) => pay.wallet.convert(order(input), options),
  'transactions.get': (pay, { reference }, options) => pay.transactions.get(reference, options),
  'transactions.list': (pay, input, options) => pay.transactions.list(given(input), options),
  'transactions.iter': (pay, input, options) => all(pay.transactions.iter(given(input), options)),
  'roho.collect': (roho, input, options) => roho.collect(asked(input), options),
  'roho.disburse': (roho, input, options) => roho.disburse(asked(input), options),
  'roho.checkout': (roho, input, options) => roho.checkout(asked(input), options),
  'roho.get_transaction': (roho, { reference }, options) => roho.getTransaction(reference, options),
  'roho.list_transactions': (roho, input, options) => roho.listTransactions(given(input), options),
  'roho.iter_transactions': (roho, input, options) => all(roho.iterTransactions(given(input), options)),
  'roho.get_balance': (roho, _, options) => roho.getBalance(options),
  'roho.wait': (roho, { transaction, timeout_ms: timeoutMs }) => roho.wait(transaction, { timeoutMs }),
}
