import { invalidSecret } from './codes.mjs'
import { failure } from './errors.mjs'
import { bytesOf, lowered, trimmed } from './text.mjs'

/** A secret shorter than this can be guessed. */
const SHORTEST = 8

/** What people leave in a configuration until they have the real one. */
const PLACEHOLDERS = [
  'changeme',
  'change-me',
  'change_me',
  'placeholder',
  'your_webhook_secret',
  'your-webhook-secret',
  'webhook_secret',
  'undefined',
  'example-secret',
  'password',
  'secretsecret',
  'todo-todo',
]

/** The same character throughout, an instruction, or a value that a shell was to fill in. */
const NO_SECRET = /^([\0-\x7f]?)\1*$|^(your[_-]|replace|insert[_-]|[<{])|^\$[{_a-z]/

/** Refuses a webhook secret that protects nothing. */
export function checkSecret(secret: string): void {
  const bare = trimmed(secret)
  if (bare === '') throw refused('is empty: anybody could sign with it')
  if (bare !== secret || /\p{Cc}/u.test(secret)) throw refused('begins or ends with a space, or holds a line break')
  if (bytesOf(secret).length < SHORTEST) throw refused('is shorter than 8 bytes')
  // What documentation shows often wears the prefix of the real thing.
  const word = lowered(secret).replace(/^whsec_/, '')
  if (NO_SECRET.test(word) || PLACEHOLDERS.includes(word)) throw refused('is a placeholder')
}

function refused(what: string) {
  return failure(invalidSecret, `The webhook secret ${what}`)
}
