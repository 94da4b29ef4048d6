// What both pages share: asking the shop's server, and forms that say beside a field what is wrong with it.

/** The server's refusal of one field, or of the whole. */
export class Refusal extends Error {
  constructor(status, { field, message }) {
    super(message)
    this.status = status
    this.field = field
  }
}

/** Asks the shop's own server. A server that cannot be reached is a TypeError, as `fetch` has it. */
export async function ask(method, path, body) {
  const answer = await fetch(path, {
    method,
    headers: body && { 'Content-Type': 'application/json' },
    body: body && JSON.stringify(body),
  })
  const said = await answer.json()
  if (!answer.ok) throw new Refusal(answer.status, said)
  return said
}

export const money = (amount, currency) => `${currency} ${new Intl.NumberFormat('en').format(amount)}`

/** Says what is wrong with a field, or, with nothing to say, that it is right. */
export function complain(input, sentence) {
  document.getElementById(`${input.type === 'radio' ? input.name : input.id}-error`).textContent = sentence
  if (sentence) input.setAttribute('aria-invalid', 'true')
  else input.removeAttribute('aria-invalid')
}

/** Looks at the fields that are seen, with `flaw` for what the browser cannot know; true if nothing is wrong with any. */
export function judge(inputs, flaw = () => '') {
  const seen = inputs.filter((input) => input.closest('[hidden]') === null)
  const wrong = seen.filter((input) => {
    const sentence = flaw(input) || missing(input)
    complain(input, sentence)
    return sentence
  })
  wrong[0]?.focus()
  return wrong.length === 0
}

function missing({ validity }) {
  if (validity.valueMissing) return 'Please fill this in.'
  return validity.typeMismatch ? 'That is not an e-mail address. It looks like name@example.rw.' : ''
}

/** Runs what a button has begun; it cannot be pressed again meanwhile. */
export async function busily(button, work) {
  button.disabled = true
  button.setAttribute('aria-busy', 'true')
  try {
    return await work()
  } finally {
    button.disabled = false
    button.removeAttribute('aria-busy')
  }
}

/** A sentence about the whole page. */
export function say(sentence) {
  document.getElementById('status').textContent = sentence
}
