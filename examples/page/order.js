// The page of one order: it follows what the shop's server knows, and asks the payer what the bank asks.

import { CardEncryptor } from './browser.mjs'
import { ask, busily, complain, judge, money, Refusal, say } from './shop.js'

const COUNTRIES = `AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW BY BZ CA
  CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF
  GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ
  LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO
  NP NR NU NZ OM PA PE PF PG PH PK PL PM PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SK SL SM SN SO SR SS ST SV SX
  SY SZ TC TD TG TH TJ TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW`
/** What the payer is asked for, by the kind of the next action; anything else is a text to read. */
const STEPS = { requires_pin: 'pin', requires_otp: 'otp', requires_additional_fields: 'address' }
const PAUSE_MS = 1_000

/** What is sent to the server as the answer to a step. */
const ANSWERS = {
  async pin(form) {
    const { encryptionKey } = await ask('GET', '/api/shop')
    const [{ value }] = form.querySelectorAll('input')
    return { pin: await new CardEncryptor(encryptionKey).encryptPin(value) }
  },
  async otp(form) {
    return { otp: form.querySelector('input').value.trim() }
  },
  async address(form) {
    return { address: Object.fromEntries(new FormData(form)) }
  },
}

const view = document.getElementById('view')
const [id] = location.pathname.split('/').slice(-1)
const path = `/api/orders/${id}`
let shown
let answers = 0

await follow()

async function follow() {
  try {
    const before = answers
    const order = await ask('GET', path)
    // What was asked before the payer answered is no news any more.
    if (before === answers) show(order)
    say('')
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return draw('missing', {})
    say('The shop cannot be reached just now. This page keeps trying.')
  }
  setTimeout(follow, PAUSE_MS)
}

/** Which template tells where an order stands. */
function templateOf({ state, method, action }) {
  if (state !== 'pending') return state
  if (action && action.kind in STEPS) return STEPS[action.kind]
  if (method === 'mobile_money') return 'phone'
  if (!action) return 'new'
  return action.kind === 'redirect_url' ? 'bank' : 'instruction'
}

function show(order) {
  showReceipt(order)
  // A finished order gives its number free: the next one is another.
  if (['paid', 'failed'].includes(order.state) && sessionStorage.order === id) sessionStorage.removeItem('order')
  draw(templateOf(order), order)
}

function showReceipt(order) {
  const receipt = document.getElementById('receipt')
  receipt.hidden = false
  fill(receipt, order)
  receipt.querySelector('[data-reference]').hidden = !order.reference
}

/** Draws a state once: what somebody is typing stays while the page looks again. */
function draw(name, order) {
  if (shown === name) return
  shown = name
  view.replaceChildren(document.getElementById(name).content.cloneNode(true))
  fill(view, order)
  view.querySelector('form')?.addEventListener('submit', (event) => submitted(event, name))
  const country = view.querySelector('#country')
  if (country) country.append(...countries())
  const [heading, input] = [view.querySelector('h1'), view.querySelector('input')]
  document.title = `${heading.textContent} · Akanyoni Coffee`
  heading.tabIndex = -1
  const first = input ?? heading
  first.focus()
}

function fill(part, order) {
  const words = {
    ...order,
    number: id.slice(0, 8).toUpperCase(),
    total: money(order.total, order.currency),
    reason: order.reason ?? 'The payment was declined.',
    text: order.action?.text ?? 'Please follow what your bank or network tells you. This page follows by itself.',
  }
  for (const place of part.querySelectorAll('[data-fill]')) place.textContent = words[place.dataset.fill] ?? ''
  const link = part.querySelector('[data-action]')
  if (!link || !order.action?.url) return
  link.href = order.action.url
  link.closest('[data-page]')?.removeAttribute('hidden')
}

function countries() {
  const names = new Intl.DisplayNames(['en'], { type: 'region' })
  const named = COUNTRIES.split(/\s+/).map((code) => [names.of(code), code])
  named.sort(([one], [other]) => one.localeCompare(other))
  return named.map(([name, code]) => new Option(name, code, code === 'RW', code === 'RW'))
}

async function submitted(event, step) {
  event.preventDefault()
  const form = event.target
  if (!judge([...form.querySelectorAll('input')], flaw)) return
  await busily(form.querySelector('.pay'), async () => {
    try {
      const order = await ask('POST', `${path}/authorize`, await ANSWERS[step](form))
      answers += 1
      if (templateOf(order) === 'bank') return location.assign(order.action.url)
      shown = undefined
      show(order)
      if (shown === step) complain(view.querySelector('input'), 'Your bank did not accept that. Please try again.')
    } catch (error) {
      const [input] = form.querySelectorAll('input')
      complain(input, error instanceof Refusal ? error.message : 'The shop did not answer. Please try again.')
    }
  })
}

function flaw({ id, value }) {
  if (id === 'pin-field' && value && !/^\d{4,6}$/.test(value)) return 'The PIN of your card: 4 to 6 digits.'
  if (id === 'otp-field' && value && !/^\s*\d{4,8}\s*$/.test(value)) return 'The digits that your bank has sent you.'
  return ''
}
