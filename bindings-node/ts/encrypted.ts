import { hidden } from './hidden.js'
import type { EncryptedCard, EncryptedPin } from './native.js'

/** Ciphertexts that can be passed on and be written as JSON, but whoever prints the object does not see them. */
export function encrypted<T extends EncryptedCard | EncryptedPin>(name: string, fields: T): T {
  const json = { ...fields }
  const object = hidden(name, fields, ...(Object.keys(fields) as (keyof T)[]))
  return Object.defineProperty(object, 'toJSON', { value: () => json })
}
