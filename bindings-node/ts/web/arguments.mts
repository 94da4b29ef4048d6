// What callers without TypeScript may pass, refused in the words of the main package.
import { invalidArgument } from './codes.mjs'
import { failure } from './errors.mjs'

/** Refuses an argument; `what` goes on after its name. */
export function refused(name: string, what: string) {
  return failure(invalidArgument, `${name} ${what}`, name)
}

/** Text that must be given. */
export function text(value: unknown, name: string): string {
  if (typeof value === 'string') return value
  throw refused(name, value == null ? 'is missing' : 'is not text')
}

/** An object of named arguments. A property of another name is refused: a misspelt one would be as good as not given. */
export function named<T extends string>(value: unknown, name: string, known: readonly T[]): Record<T, unknown> {
  if (value == null) throw refused(name, 'is missing')
  if (typeof value !== 'object') throw refused(name, 'is not an object')
  for (const own of Object.keys(value)) {
    if (known.includes(own as T)) continue
    throw failure(invalidArgument, `"${own}" is not known here; what is: ${known.join(', ')}`, own)
  }
  return value as Record<T, unknown>
}
