// Reading what the services write: numbers that may be text, text that may be numbers, and amounts that never become a float
// on the way. `JSON.parse` decides what JSON is; what it loses, the digits of a number and a name that stands there twice, is
// read from the text itself.

/** Why a body whose signature is good is not believed. */
export class Unreadable extends Error {}

/** It lacks what it should have, or has it in another form; `where` names the place, and never what stands there. */
export const notThisShape = (where: string) => new Unreadable(`it is not the JSON of an event (${where})`)

/** The members of a JSON object, each as it is written. */
export class Fields {
  readonly #members: ReadonlyMap<string, readonly string[]>

  constructor(json: string) {
    if (!isObject(json)) throw notThisShape('no object')
    this.#members = membersOf(json)
  }

  /** A field as it is written, under whichever of its names; `null` counts as absent. Twice is no way to be believed. */
  raw(...names: string[]): string | undefined {
    const [value, another] = names.flatMap((name) => this.#members.get(name) ?? [])
    if (another !== undefined) throw notThisShape(`${names[0]}, twice`)
    return value === 'null' ? undefined : value
  }

  /** Text, or nothing else. */
  string(...names: string[]): string | undefined {
    const raw = this.raw(...names)
    return raw === undefined ? undefined : (unicode(raw) ?? refuse(names[0]))
  }

  /** Text; a value of another type counts as absent. */
  lenientString(name: string): string | undefined {
    return unicode(this.raw(name) ?? 'null')
  }

  /** Text or a whole number, as text: identifiers and codes come as either. Empty text counts as absent. */
  text(...names: string[]): string | undefined {
    const raw = this.raw(...names)
    if (raw === undefined) return undefined
    return (isWhole(raw) ? raw : (unicode(raw) ?? refuse(names[0]))) || undefined
  }

  /** A number, or text with a number in it, in its own digits. */
  digits(...names: string[]): string | undefined {
    const raw = this.raw(...names)
    return raw === undefined ? undefined : (digitsOf(raw) ?? refuse(names[0]))
  }

  /** The same; what is no number counts as absent. */
  lenientDigits(name: string): string | undefined {
    return digitsOf(this.raw(name) ?? '')
  }
}

function isObject(json: string): boolean {
  try {
    const value: unknown = JSON.parse(json)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    throw notThisShape('a mistake in its syntax')
  }
}

const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:,]|[^\s"{}[\]:,]+/gs

/** The values of what is known to be an object, by their names: names and values take turns on its first level. */
function membersOf(json: string): Map<string, string[]> {
  const members = new Map<string, string[]>()
  let depth = 0
  let name: string | undefined
  let start = 0
  for (const { 0: token, index } of json.matchAll(TOKENS)) {
    const [opens, closes] = ['{['.includes(token), '}]'.includes(token)]
    if (closes) depth -= 1
    if (depth === 1 && !':,'.includes(token)) {
      if (name === undefined) name = unicode(token) ?? refuse('half of a character')
      else if (opens) start = index
      else {
        const values = members.get(name) ?? []
        values.push(json.slice(closes ? start : index, index + token.length))
        members.set(name, values)
        name = undefined
      }
    }
    if (opens) depth += 1
  }
  return members
}

/** What a JSON string says. One with half of a character in it is no text. */
function unicode(json: string): string | undefined {
  if (!json.startsWith('"')) return undefined
  const text: string = JSON.parse(json)
  return /\p{Surrogate}/u.test(text) ? undefined : text
}

function digitsOf(json: string): string | undefined {
  const digits = json.startsWith('"') ? (unicode(json) ?? '') : json
  return /^[-\d]/.test(digits) ? digits : undefined
}

/** A whole number of 64 bits. */
function isWhole(json: string): boolean {
  if (!/^-?\d+$/.test(json) || json === '-0') return false
  const number = BigInt(json)
  return number < 0n ? number === BigInt.asIntN(64, number) : number === BigInt.asUintN(64, number)
}

function refuse(field: string | undefined): never {
  throw notThisShape(field ?? '')
}
