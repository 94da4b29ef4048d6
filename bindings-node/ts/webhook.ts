import { answered } from './call.js'
import { native } from './load.js'
import type { Event, Webhook as Verifier } from './native.js'

/**
 * Verifies webhooks of both services and reads them as events.
 *
 * ```ts
 * const event = new Webhook().verify(body, request.headers['x-dgs-signature'])
 * switch (event.type) {
 *   case 'payment.success': return credit(event.reference, event.netAmount)
 *   case 'payment.failed': return release(event.reference)
 * }
 * ```
 */
export class Webhook {
  readonly #verifier: Verifier

  /**
   * A verifier that believes any of the secrets: while a secret is being replaced, give the old one and the new one. Without
   * an argument they come from `DGSPAY_WEBHOOK_SECRET` and `ROHOPAY_WEBHOOK_SECRET`, several in one separated by commas.
   *
   * @throws {ConfigError} `missing_credential`, or `invalid_secret` for one that is blank, shorter than 8 bytes, or a
   * placeholder: an empty secret would let anybody sign.
   */
  constructor(secrets?: string | readonly string[] | null) {
    this.#verifier = answered(() => new native.Webhook(secrets ?? undefined))
  }

  /**
   * Checks the signature of the raw body, then reads the event.
   *
   * @param body The bytes of the request as they arrived, before any parsing: a `Buffer` is one.
   * @param signature The header `X-DGS-Signature` or `X-RohoPay-Signature`.
   * @throws {SignatureError} `signature_missing`, `signature_malformed` or `signature_mismatch`: answer 401.
   * @throws {DecodeError} `event_unreadable` if the signature is good but the body cannot be believed, or if `body` is not
   * bytes. Nothing else is thrown, whatever comes in.
   */
  verify(body: Uint8Array, signature: string | Uint8Array | null | undefined): Event {
    return answered(() => this.#verifier.verify(body, signature))
  }

  /**
   * The signature that either service would send with this body, for tests of your own receiver.
   *
   * @throws {ValidationError} for arguments of another type.
   */
  static sign(secret: string, body: Uint8Array | string): string {
    return answered(() => native.signWebhook(secret, body))
  }
}
