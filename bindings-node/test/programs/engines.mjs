// One of everything, printed: the same on every engine.
import { createServer } from 'node:http'
import { CardEncryptor, ConnectionError, DgsPay, Money, ValidationError, Webhook } from 'dgspay'
import { webhook as forExpress } from 'dgspay/express'
import { webhook as forNext } from 'dgspay/next'

const caught = async (call) => {
  try {
    return await call()
  } catch (error) {
    return error
  }
}

console.log(Money.format(Money.of(5000n, 'RWF')))
const refused = await caught(() => Money.of(0.1 + 0.2, 'USD'))
console.log(refused instanceof ValidationError, refused.code)

const webhook = new Webhook('a_good_secret')
const body = new TextEncoder().encode('{"event":"payout.sent"}')
console.log(webhook.verify(body, Webhook.sign('a_good_secret', body)).event)
console.log((await caught(() => webhook.verify('parsed', ''))).code)

const encryptor = new CardEncryptor('AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=')
const card = encryptor.encrypt({ number: '4242 4242 4242 4242', expiryMonth: 12, expiryYear: 28, cvv: '123' })
console.log(card, JSON.parse(JSON.stringify(card)).nonce === card.nonce)

const secrets = 'a_good_secret'
const delivery = { method: 'POST', body, headers: { 'x-dgs-signature': Webhook.sign(secrets, body) } }
const print = (event) => console.log(event.type, event.event)
const answer = await forNext(print, { secrets })(new Request('http://local/', delivery))
console.log(answer.status, await answer.text())
const receiver = createServer(forExpress(print, { secrets }))
await new Promise((listening) => receiver.listen(0, '127.0.0.1', listening))
const delivered = await fetch(`http://127.0.0.1:${receiver.address().port}`, delivery)
console.log(delivered.status, await delivered.text())
receiver.close()

const server = createServer((_, response) => setTimeout(() => response.end('{"status":"success","balances":[]}'), 200))
await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
const settings = { apiKey: 'sk_test_engines', accountNumber: 'ACC-0001', maxRetries: 0 }
const pay = new DgsPay({ ...settings, baseUrl: `http://127.0.0.1:${server.address().port}` })
console.log((await pay.wallet.balances()).length)
console.log((await caught(() => pay.wallet.balances({ signal: AbortSignal.timeout(20) }))).name)
const charge = {
  amount: 5000,
  phone: '0788123456',
  network: 'MTN',
  customer: { firstName: 'Aline', lastName: 'Uwase', email: 'aline@example.rw' },
  redirectUrl: 'https://shop.example/thanks',
}
const controller = new AbortController()
setTimeout(() => controller.abort(new Error('the user has left')), 20)
const unknown = await caught(() => pay.charges.createMobileMoney(charge, { signal: controller.signal }))
console.log(unknown.name, unknown.code, unknown.cause.message)
server.close()

const nobody = new DgsPay({ ...settings, baseUrl: 'http://127.0.0.1:9' })
console.log((await caught(() => nobody.wallet.balances())) instanceof ConnectionError)
