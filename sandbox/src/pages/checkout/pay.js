// What the page of a payment link does in the browser: it looks at what was typed, encrypts a card or a PIN, and goes on to
// the shop when all is paid. The form does the sending, and a card's fields have no names: only what is encrypted here goes out.

const digits = (text) => text.replace(/\D/g, '')
const place = (input) => document.getElementById(`${input.type === 'radio' ? input.name : input.id}-error`)
const isSeen = (input) => input.type !== 'hidden' && input.offsetParent !== null

// AES-256-GCM as the service's documents have it: the characters of the nonce are the IV, the tag follows the ciphertext.
async function sealer(key) {
  const raw = Uint8Array.from(atob(key), (character) => character.charCodeAt(0))
  const secret = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt'])
  const random = crypto.getRandomValues(new Uint8Array(6))
  const nonce = Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('')
  const bytes = new TextEncoder()
  const seal = async (text) => {
    const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: bytes.encode(nonce) }, secret, bytes.encode(text))
    return btoa(String.fromCharCode(...new Uint8Array(sealed)))
  }
  return { nonce, seal }
}

async function sealCard(form) {
  const [month, year] = expiry(form.querySelector('[data-card=expiry]').value)
  const { nonce, seal } = await sealer(form.dataset.key)
  form.elements.card_encrypted_number.value = await seal(digits(form.querySelector('[data-card=number]').value))
  form.elements.card_encrypted_expiry_month.value = await seal(month)
  form.elements.card_encrypted_expiry_year.value = await seal(year)
  form.elements.card_encrypted_cvv.value = await seal(digits(form.querySelector('[data-card=cvv]').value))
  form.elements.card_nonce.value = nonce
}

async function sealPin(form, pin) {
  const { nonce, seal } = await sealer(form.dataset.key)
  form.elements.auth_pin_encrypted.value = await seal(digits(pin.value))
  form.elements.auth_pin_nonce.value = nonce
}

// Month and year, both in full: `3/28` is 03 and 2028.
function expiry(text) {
  const [, month, year] = text.match(/^\s*(\d{1,2})\s*\/?\s*(\d{4}|\d{2})\s*$/) ?? []
  if (!month || month < 1 || month > 12) return []
  return [month.padStart(2, '0'), year.length === 2 ? `20${year}` : year]
}

// The last digit of a card's number is a check on the others.
function addsUp(number) {
  const values = Array.from(number)
    .reverse()
    .map((digit, index) => (index % 2 ? digit * 2 - (digit > 4 ? 9 : 0) : +digit))
  return values.reduce((sum, value) => sum + value, 0) % 10 === 0
}

function brand(number) {
  if (/^4/.test(number)) return 'Visa'
  return /^(5[1-5]|2[2-7])/.test(number) ? 'Mastercard' : ''
}

// What is wrong with an input, in a sentence.
function flaw(input) {
  const count = digits(input.value).length
  if (input.dataset.card === 'number' && (count < 12 || count > 19)) return 'Enter the card number: 12 to 19 digits.'
  if (input.dataset.card === 'expiry' && !expiry(input.value).length) return 'Enter month and year, such as 09 / 28.'
  if (input.dataset.card === 'cvv' && (count < 3 || count > 4)) return 'Enter the 3 or 4 digits on the card.'
  if ('pin' in input.dataset && (count < 4 || count > 6)) return 'Enter the PIN of your card: 4 to 6 digits.'
  const is = input.validity
  if (is.valid) return ''
  if (is.valueMissing) return input.type === 'radio' ? 'Choose one.' : 'Please fill this in.'
  if (is.typeMismatch) return 'That is not an e-mail address. It looks like name@example.rw.'
  if (input.type === 'number') return `Choose an amount: ${document.getElementById(`${input.id}-hint`).textContent}.`
  return input.validationMessage
}

function judge(input) {
  const sentence = flaw(input)
  place(input).textContent = sentence
  if (sentence) input.setAttribute('aria-invalid', 'true')
  else input.removeAttribute('aria-invalid')
  return !sentence
}

function work(form, isBusy) {
  const button = form.querySelector('button[type=submit]')
  button.disabled = isBusy
  button.dataset.label ??= button.innerHTML
  button.innerHTML = isBusy ? button.dataset.busy : button.dataset.label
  form.querySelector('[data-status]').textContent = isBusy ? button.dataset.busy : ''
}

async function submit(event) {
  const form = event.target
  if (!form.matches('.pay')) return
  event.preventDefault()
  const wrong = Array.from(form.querySelectorAll('input, select')).filter(
    (input) => isSeen(input) && place(input) && !judge(input),
  )
  if (wrong.length) return wrong[0].focus()
  work(form, true)
  try {
    const card = form.querySelector('[data-card=number]')
    const pin = form.querySelector('[data-pin]')
    if (card && isSeen(card)) await sealCard(form)
    if (pin) await sealPin(form, pin)
    form.submit()
  } catch {
    work(form, false)
    form.querySelector('[data-status]').textContent = 'This browser could not encrypt what you typed. Nothing was sent.'
  }
}

// Digits in groups, with the cursor behind the digit that it was behind.
function group(input, text) {
  if (text === input.value) return
  let before = digits(input.value.slice(0, input.selectionStart)).length
  input.value = text
  let cursor = 0
  while (before > 0 && cursor < text.length) if (/\d/.test(text[cursor++])) before--
  input.setSelectionRange(cursor, cursor)
}

function typed(event) {
  const input = event.target
  if (input.dataset.card === 'number') {
    const number = digits(input.value).slice(0, 19)
    group(input, number.replace(/(\d{4})(?=\d)/g, '$1 '))
    document.querySelector('[data-brand]').textContent = brand(number)
  } else if (input.dataset.card === 'expiry') {
    const all = digits(input.value)
      .replace(/^([2-9])/, '0$1')
      .slice(0, 6)
    group(input, all.length > 2 ? `${all.slice(0, 2)} / ${all.slice(2)}` : all)
  } else if (input.id === 'amount') {
    total()
  }
  // What was complained about is looked at again while it is mended.
  if (input.getAttribute('aria-invalid') === 'true' && place(input)) judge(input)
}

function left(event) {
  if (event.target.dataset.card !== 'number') return
  const number = digits(event.target.value)
  const isOdd = number.length > 11 && !addsUp(number)
  document.getElementById('number-hint').textContent = isOdd
    ? 'Please check this number: it may have a typing error.'
    : ''
}

// The button says what it will cost.
function total() {
  const [input, output] = [document.getElementById('amount'), document.querySelector('[data-total]')]
  if (!input || !output) return
  const places = (input.step.split('.')[1] ?? '').length
  const number = new Intl.NumberFormat('en', { minimumFractionDigits: places, maximumFractionDigits: places })
  output.textContent =
    input.value && input.validity.valid ? `${input.dataset.currency} ${number.format(input.value)}` : ''
}

// Long enough to see that it is paid; nothing is added to the shop's address.
function goOn() {
  const onward = document.querySelector('[data-onward]')
  if (onward) setTimeout(() => location.replace(onward.href), 2000)
}

function redrawn() {
  const said = Array.from(document.querySelectorAll('[data-say]'), (element) => element.textContent)
  document.getElementById('announce').textContent = said.join(' ')
  goOn()
}

document.addEventListener('submit', submit)
document.addEventListener('input', typed)
document.addEventListener('focusout', left)
document.addEventListener('redrawn', redrawn)
// Back from the next page, a browser may show this one as it was left: busy.
addEventListener('pageshow', (event) => event.persisted && location.reload())
document.querySelector('[data-summary]')?.focus()
total()
goOn()
