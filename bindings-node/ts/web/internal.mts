// The primitives with every input given, so that published vectors can be held against them. Not exported by the package.
import { invalidArgument } from './codes.mjs'
import { failure } from './errors.mjs'
import { sealer } from './seal.mjs'
import { keyed } from './signature.mjs'

type Bytes = Uint8Array<ArrayBuffer>

/** AES-256-GCM, as the browser's module encrypts. */
export async function seal(key: Bytes, nonce: Bytes, associated: Bytes, plain: Bytes): Promise<Uint8Array> {
  if (key.length !== 32) throw failure(invalidArgument, 'The key is not 32 bytes', 'key')
  if (nonce.length !== 12) throw failure(invalidArgument, 'The nonce is not 12 bytes', 'nonce')
  return (await sealer(key, nonce, associated))(plain)
}

/** HMAC-SHA256, as the module for webhooks signs. */
export async function hmac(key: Bytes, message: Bytes): Promise<Uint8Array> {
  return (await keyed(key)).sign(message)
}

export { DgsPayError } from './errors.mjs'
