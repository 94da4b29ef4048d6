/**
 * Webhooks where no native code runs: Cloudflare Workers, Deno, Bun, Vercel's edge, and Node.
 *
 * @packageDocumentation
 */

import type { Event } from '../native.js'
import { refused, text } from './arguments.mjs'
import { eventUnreadable, invalidSecret, missingCredential, signatureMismatch } from './codes.mjs'
import { failure } from './errors.mjs'
import { eventOf } from './event.mjs'
import { Unreadable } from './json.mjs'
import { checkSecret } from './secret.mjs'
import { claimedBy, keyed } from './signature.mjs'
import { bytesOf, hex } from './text.mjs'

export type {
  ConversionFailedEvent,
  ConversionSucceededEvent,
  Country,
  Currency,
  DepositFailedEvent,
  DepositSucceededEvent,
  DestinationType,
  DisbursementFailedEvent,
  DisbursementSucceededEvent,
  Environment,
  Event,
  MobileNetwork,
  Money,
  Outcome,
  PaymentFailedEvent,
  PaymentMethod,
  PaymentSucceededEvent,
  Rate,
  Recipient,
  Timestamp,
  UnknownEvent,
  WithdrawalFailedEvent,
  WithdrawalSucceededEvent,
} from '../native.js'
export { ConfigError, DecodeError, DgsPayError, SignatureError, ValidationError } from './errors.mjs'

type Bytes = Uint8Array<ArrayBuffer>

/** Events are far smaller; a longer body is refused before anything is hashed. */
const LONGEST_BODY = 256 * 1024

/**
 * Verifies webhooks of both services and reads them as events, with WebCrypto.
 *
 * ```ts
 * const event = await new Webhook(env.DGSPAY_WEBHOOK_SECRET).verify(await request.arrayBuffer(), request.headers.get('x-dgs-signature'))
 * switch (event.type) {
 *   case 'payment.success': return credit(event.reference, event.netAmount)
 *   case 'payment.failed': return release(event.reference)
 * }
 * ```
 */
export class Webhook {
  readonly #secrets: readonly string[]
  #keys: ReturnType<typeof keyed>[] | undefined

  /**
   * A verifier that believes any of the secrets: while a secret is being replaced, give the old one and the new one. RohoPay's
   * may be among them.
   *
   * @throws {ConfigError} `missing_credential`, or `invalid_secret` for one that is blank, shorter than 8 bytes, or a
   * placeholder: an empty secret would let anybody sign.
   */
  constructor(secrets: string | readonly string[]) {
    if (secrets == null) {
      throw failure(missingCredential, 'The webhook secret is missing', undefined, 'Pass it to Webhook.')
    }
    const all: readonly unknown[] = Array.isArray(secrets) ? secrets : [secrets]
    if (all.length === 0) throw failure(invalidSecret, 'No webhook secret was given')
    this.#secrets = all.map((secret) => text(secret, 'secret'))
    this.#secrets.forEach(checkSecret)
  }

  /**
   * Checks the signature of the raw body, then reads the event.
   *
   * @param body The bytes of the request as they arrived, before any parsing: `await request.arrayBuffer()`.
   * @param signature The header `X-DGS-Signature` or `X-RohoPay-Signature`.
   * @throws {SignatureError} `signature_missing`, `signature_malformed` or `signature_mismatch`: answer 401.
   * @throws {DecodeError} `event_unreadable` if the signature is good but the body cannot be believed, or if `body` is not
   * bytes. Nothing else is thrown, whatever comes in.
   */
  async verify(body: Uint8Array | ArrayBuffer, signature: string | Uint8Array | null | undefined): Promise<Event> {
    const bytes = bytesIn(body)
    if (bytes === undefined) {
      const what = 'The body given for verification is not bytes, so it is not what was signed'
      const instead = 'Pass the raw bytes of the request, as they arrived and before any parsing.'
      throw failure(eventUnreadable, what, undefined, instead)
    }
    const claimed = claimedBy(headerOf(signature))
    if (bytes.length > LONGEST_BODY) throw failure(eventUnreadable, 'The webhook is longer than 256 KiB')
    // Every secret is tried, so that the time taken does not tell which one matched. Keys are made at the first delivery:
    // some edges allow nothing of the kind while a module is loaded.
    this.#keys ??= this.#secrets.map((secret) => keyed(bytesOf(secret)))
    const matches = await Promise.all(this.#keys.map(async (key) => (await key).verify(claimed, bytes)))
    const index = matches.indexOf(true)
    if (index < 0) {
      const what = 'The webhook was signed with another secret, or its body was changed on the way'
      throw failure(signatureMismatch, what)
    }
    try {
      return await eventOf(decoded(bytes), index, async () => hex(await sha256(bytes)))
    } catch (error) {
      if (error instanceof Unreadable) throw failure(eventUnreadable, `The webhook is signed, but ${error.message}`)
      throw error
    }
  }

  /**
   * The signature that either service would send with this body, for tests of your own receiver.
   *
   * @throws {ValidationError} for arguments of another type.
   */
  static async sign(secret: string, body: Uint8Array | ArrayBuffer | string): Promise<string> {
    const key = bytesOf(text(secret, 'secret'))
    const bytes = typeof body === 'string' ? bytesOf(body) : bytesIn(body)
    if (bytes === undefined) throw refused('body', body == null ? 'is missing' : 'is of a type that cannot be used')
    return hex(await (await keyed(key)).sign(bytes))
  }
}

/** By its tag: some edges hand over the bytes of another realm, which `instanceof` does not know. */
function bytesIn(body: unknown): Bytes | undefined {
  const tag = Object.prototype.toString.call(body)
  if (tag === '[object ArrayBuffer]') return new Uint8Array(body as ArrayBuffer)
  return tag === '[object Uint8Array]' && ArrayBuffer.isView(body) ? (body as Bytes) : undefined
}

/** What is neither text nor bytes is no signature, and nobody's absence of one. */
function headerOf(signature: unknown): string {
  if (signature == null) return ''
  if (typeof signature === 'string') return signature
  return Array.from(bytesIn(signature) ?? [0], (byte) => String.fromCharCode(byte)).join('')
}

function decoded(bytes: Bytes): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new Unreadable('it is not UTF-8')
  }
}

const sha256 = async (bytes: Bytes) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
