// The checkout: a card is encrypted here, and only what came of it is sent to the shop's server.

import { CardEncryptor, CardEntry, PhoneNumber } from './browser.mjs'
import { ask, busily, complain, judge, money, Refusal, say } from './shop.js'

const BRANDS = {
  visa: 'Visa',
  mastercard: 'Mastercard',
  american_express: 'Amex',
  maestro: 'Maestro',
  verve: 'Verve',
  union_pay: 'UnionPay',
  discover: 'Discover',
  diners_club: 'Diners Club',
  jcb: 'JCB',
}
const MOST_BAGS = 9

const form = document.getElementById('checkout')
const field = (id) => document.getElementById(id)
const button = form.querySelector('.pay')

// The order has its number before it is sent, and keeps it until it is paid or refused: however often the button is pressed or
// the page is loaded meanwhile, it is one order, and the server takes it once.
sessionStorage.order ??= crypto.randomUUID()
const path = `/orders/${sessionStorage.order}`

const shop = await ask('GET', '/api/shop').catch((error) => {
  say('The shop cannot be reached just now. Please load this page again in a moment.')
  throw error
})
const encryptor = new CardEncryptor(shop.encryptionKey)
field('test').hidden = !shop.test
form.querySelector('[data-price]').textContent = `${money(shop.price, shop.currency)} a bag`
form.addEventListener('input', typed)
form.addEventListener('focusout', left)
form.addEventListener('click', stepped)
form.addEventListener('submit', submitted)
addEventListener('pageshow', showWay)
addEventListener('pagehide', forgetCard)
showTotal()
showWay()
button.disabled = false

function stepped({ target }) {
  const step = Number(target.dataset.step)
  if (!step) return
  form.elements.quantity.value = Number(form.elements.quantity.value) + step
  showTotal()
}

function showTotal() {
  const bags = Number(form.elements.quantity.value)
  form.querySelector('[data-total]').textContent = money(bags * shop.price, shop.currency)
  form.querySelector('[data-step="-1"]').disabled = bags <= 1
  form.querySelector('[data-step="1"]').disabled = bags >= MOST_BAGS
}

/** Shows the fields of the way to pay that is chosen. */
function showWay() {
  const method = form.elements.method.value
  for (const part of form.querySelectorAll('[data-for]')) part.hidden = part.dataset.for !== method
  for (const option of form.querySelectorAll('[data-of]')) {
    option.hidden = option.disabled = option.dataset.of !== method
    if (option.hidden && option.selected) field('scenario').value = ''
  }
  field('phone-hint').hidden = method === 'card'
}

/** What was typed of a card does not outlive the page, whatever the browser restores. */
function forgetCard() {
  for (const id of ['number', 'expiry', 'cvv']) field(id).value = ''
}

function typed({ target }) {
  if (target === field('number')) showNumber(format(target, CardEntry.number))
  else if (target === field('expiry')) format(target, CardEntry.expiry)
  else if (target === field('phone')) suggestNetwork()
  else if (target.name === 'network') field('network-hint').textContent = ''
  else if (target.name === 'method') showWay()
  // What was complained about is looked at again while it is mended.
  if (target.getAttribute('aria-invalid')) complain(target, '')
}

/** Shows a field as the module would have it, with the caret where it was. */
function format(input, read) {
  const entry = read(input.value, input.selectionStart)
  if (input.value !== entry.text) {
    input.value = entry.text
    input.setSelectionRange(entry.caret, entry.caret)
  }
  return entry
}

function showNumber({ brand, securityCodeLength }) {
  field('brand').textContent = BRANDS[brand] ?? ''
  field('cvv-hint').textContent = securityCodeLength === 4 ? '4 digits on the front' : '3 digits on the back'
  field('number-hint').textContent = ''
}

function left({ target }) {
  if (target !== field('number') || !CardEntry.number(target.value).mayBeMistyped) return
  field('number-hint').textContent = 'Please check this number: it may have a typing error.'
}

/** The network by the number's prefix. Numbers move between networks: it is a suggestion, and a choice of one's own stays. */
function suggestNetwork() {
  const chosen = form.querySelector('[name=network]:checked')
  if (chosen && !field('network-hint').textContent) return
  const network = phone()?.network
  const suggested = [...form.elements.network].find(({ value }) => value === network)
  if (!suggested) return
  suggested.checked = true
  complain(form.elements.network[0], '')
  field('network-hint').textContent = 'Suggested by your number. Change it if your number has moved.'
}

function phone() {
  try {
    return PhoneNumber.parse(field('phone').value)
  } catch {
    return undefined
  }
}

/** What is wrong with a field that its type does not tell. */
function flaw(input) {
  const isMobileMoney = form.elements.method.value === 'mobile_money'
  if (!input.value) return ''
  if (input.name === 'network' && !form.elements.network.value) return 'Choose the network of your number.'
  if (input.id === 'phone' && !phone()) return 'That is not a mobile number. It looks like 0788 123 456.'
  if (input.id === 'phone' && isMobileMoney && phone().country !== 'RW') return 'Mobile money needs a Rwandan number.'
  if (input.id === 'expiry') {
    const { complete, expired } = CardEntry.expiry(input.value)
    if (!complete) return 'Month and year, such as 09/28.'
    if (expired) return 'This card has expired.'
  }
  return ''
}

/** The card, encrypted; nothing if a field of it is wrong, which then stands beside the field. */
async function encrypted() {
  const { month, year } = CardEntry.expiry(field('expiry').value)
  const typed = { number: field('number').value, expiryMonth: month, expiryYear: year, cvv: field('cvv').value }
  try {
    return await encryptor.encrypt(typed)
  } catch (error) {
    const [input, sentence] =
      error.field === 'cvv'
        ? [field('cvv'), 'The 3 or 4 digits on the card.']
        : [field('number'), 'The whole number, 12 to 19 digits.']
    complain(input, sentence)
    input.focus()
    return undefined
  }
}

async function submitted(event) {
  event.preventDefault()
  const inputs = [...form.querySelectorAll('.field input:not([type=radio])'), form.elements.network[0]]
  if (judge(inputs, flaw)) await busily(button, send)
}

async function send() {
  const { method, quantity, firstName, lastName, email, network } = form.elements
  const order = {
    quantity: Number(quantity.value),
    customer: { firstName: firstName.value, lastName: lastName.value, email: email.value },
    phone: field('phone').value,
  }
  if (method.value === 'card') {
    order.card = await encrypted()
    if (!order.card) return
  } else {
    order.network = network.value
  }
  if (field('scenario').value) order.scenario = field('scenario').value
  say('')
  try {
    goOn(await ask('PUT', `/api${path}`, order))
  } catch (error) {
    explain(error)
  }
}

/** To the bank's page if it has one to show, and to the page of the order in every other case. */
function goOn({ method, state, action }) {
  const isAtBank = method === 'card' && state === 'pending' && action?.kind === 'redirect_url'
  location.assign(isAtBank ? action.url : path)
}

function explain(error) {
  const input = error instanceof Refusal && field(idOf(error.field))
  if (input) {
    complain(input, error.message)
    input.focus()
  } else if (error instanceof Refusal) {
    say(error.message)
  } else {
    say('The shop did not answer. Press again: it is the same order, and will be paid once.')
  }
}

/** The input that a server means: each has its language's way to write a name (`first_name`, `firstName`). */
function idOf(field) {
  return (field ?? '').replace(/[A-Z]/g, '_$&').replaceAll('_', '-').toLowerCase()
}
