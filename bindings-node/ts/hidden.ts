/** What Node's console asks an object for; pages have no use for it, and no harm of it. */
const printed = Symbol.for('nodejs.util.inspect.custom')

/**
 * The same object, in which these properties are for whoever asks for them by name: what prints it, copies it or writes it as
 * JSON leaves them out.
 */
export function hidden<T extends object>(name: string, object: T, ...secrets: (keyof T)[]): T {
  for (const secret of secrets) {
    const value = object[secret]
    if (value !== undefined) Object.defineProperty(object, secret, { get: () => value, enumerable: false })
  }
  return Object.defineProperty(object, printed, { value: () => `${name} [redacted]` })
}
