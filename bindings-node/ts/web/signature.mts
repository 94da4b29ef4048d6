import { signatureMalformed, signatureMissing } from './codes.mjs'
import { failure } from './errors.mjs'
import { fromBase64 } from './text.mjs'

type Bytes = Uint8Array<ArrayBuffer>

/**
 * The 32 bytes that the header claims: hexadecimal in either case, or base64, bare or behind `sha256=`, or as `v` of RohoPay's
 * undocumented `t=…,v=…`. The `t` of that form is not signed, so it says nothing.
 */
export function claimedBy(header: string): Bytes {
  const bare = bared(header)
  if (bare === '') throw failure(signatureMissing, 'The webhook has no signature')
  const value = /^sha256=/i.test(bare) ? bare.slice(7) : bare.startsWith('t=') ? behindTime(bare) : bare
  const claimed = fromHex(value) ?? fromBase64(value)
  if (claimed?.length === 32) return claimed
  throw failure(signatureMalformed, "The webhook's signature is not 64 hexadecimal digits, nor base64 of as much")
}

/** Without the white space of ASCII around it, however much of it a stranger sends. */
function bared(text: string): string {
  const isSpace = (place: number) => ' \t\n\f\r'.includes(text.charAt(place))
  let [from, to] = [0, text.length]
  while (from < to && isSpace(from)) from += 1
  while (from < to && isSpace(to - 1)) to -= 1
  return text.slice(from, to)
}

function behindTime(header: string): string {
  const parts = header.split(',').map(bared)
  return parts.find((part) => part.startsWith('v='))?.slice(2) ?? ''
}

function fromHex(text: string): Bytes | undefined {
  if (!/^[\da-f]{64}$/i.test(text)) return undefined
  return Uint8Array.from({ length: 32 }, (_, place) => Number.parseInt(text.slice(2 * place, 2 * place + 2), 16))
}

const importKey = (secret: Bytes) =>
  // WebCrypto takes no empty key; HMAC fills keys up with zeros, so one zero is the same key.
  crypto.subtle.importKey('raw', secret.length > 0 ? secret : new Uint8Array(1), HMAC, false, ['sign', 'verify'])

const HMAC = { name: 'HMAC', hash: 'SHA-256' }

/** What checks and makes signatures with a secret; the comparison is WebCrypto's own, in constant time. */
export async function keyed(secret: Bytes) {
  const key = await importKey(secret)
  return {
    verify: (signature: Bytes, body: Bytes) => crypto.subtle.verify('HMAC', key, signature, body),
    sign: async (body: Bytes) => new Uint8Array(await crypto.subtle.sign('HMAC', key, body)),
  }
}
