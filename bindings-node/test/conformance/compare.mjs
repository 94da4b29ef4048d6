// How a result is compared with what a case expects, here and in a page: nothing in it is Node's.

/** `expiryMonth` becomes `expiry_month`. */
export const snake = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
/** `expiry_month` becomes `expiryMonth`. */
export const camel = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase())
/** Whether it has properties. */
export const isObject = (value) => typeof value === 'object' && value !== null

/** Why it is not as expected, if so. Only what `expect` names is compared. */
export function compare(expect, found, path = '') {
  const wrong = () => `${path || 'result'}: expected ${JSON.stringify(expect)}, found ${JSON.stringify(found)}`
  if (expect === '$any') return found == null || found === '' || found.length === 0 ? wrong() : undefined
  if (typeof expect === 'string' && path.endsWith('.message') && found?.includes?.(expect)) return undefined
  if (!isObject(expect)) return expect === (found ?? null) ? undefined : wrong()
  if ('$not' in expect) return compare(expect.$not, found, path) ? undefined : wrong()
  if ('$begins' in expect) return found?.startsWith?.(expect.$begins) ? undefined : wrong()
  if (!isObject(found) || Array.isArray(expect) !== Array.isArray(found)) return wrong()
  if (Array.isArray(expect) && expect.length !== found.length) return wrong()
  for (const name of Object.keys(expect)) {
    const why = compare(expect[name], found[name], `${path}.${name}`)
    if (why) return why
  }
}
