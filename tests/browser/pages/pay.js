// A shop's page: the card and its PIN are encrypted here, and the shop's server sees nothing else of them.
import { CardEncryptor, CardEntry, PhoneNumber, ValidationError } from '/dgspay/browser.mjs'

const { encryptionKey } = await (await fetch('/settings')).json()
const encryptor = new CardEncryptor(encryptionKey)
const [card, pin] = [document.querySelector('#card'), document.querySelector('#pin')]
const status = document.querySelector('[role=status]')
let expires = {}

/** Shows a field as its entry says, after every key. */
function formatted(field, enter) {
  field.addEventListener('input', () => {
    const entry = enter(field.value, field.selectionStart)
    field.value = entry.text
    field.setSelectionRange(entry.caret, entry.caret)
  })
}

formatted(card.elements.number, (typed, caret) => {
  const entry = CardEntry.number(typed, caret)
  card.elements.brand.value = entry.mayBeMistyped ? 'Is that right?' : (entry.brand ?? '')
  return entry
})
formatted(card.elements.expiry, (typed, caret) => {
  expires = CardEntry.expiry(typed, caret)
  return expires
})
card.elements.phone.addEventListener('change', ({ target }) => {
  card.elements.network.value = PhoneNumber.parse(target.value).network ?? ''
})

async function ask(path, body) {
  const answer = await fetch(path, { method: 'POST', body: JSON.stringify(body) })
  const { paid, nextAction } = await answer.json()
  status.textContent = paid ? 'Paid' : `Next: ${nextAction}`
  pin.hidden = nextAction !== 'requires_pin'
}

/** What somebody may correct is said beside the form. */
function submitted(form, send) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    try {
      await send(Object.fromEntries(new FormData(form)))
    } catch (error) {
      if (!(error instanceof ValidationError)) throw error
      status.textContent = `Look at ${error.field}`
    }
  })
}

submitted(card, async ({ number, cvv, phone }) => {
  const { month: expiryMonth, year: expiryYear } = expires
  await ask('/pay', {
    card: await encryptor.encrypt({ number, expiryMonth: expiryMonth ?? '', expiryYear: expiryYear ?? '', cvv }),
    phone,
  })
})
submitted(pin, async ({ pin }) => ask('/pin', await encryptor.encryptPin(pin)))
