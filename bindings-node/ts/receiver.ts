import { DecodeError, type Event, SignatureError, Webhook } from './index.js'

/** What you do with an event. The service is answered when it has ended: be quick, or put the event into a queue. */
export type EventHandler = (event: Event) => unknown

/** How webhooks are received. */
export interface ReceiverOptions {
  /** As for {@link Webhook}; without them those of `DGSPAY_WEBHOOK_SECRET` and `ROHOPAY_WEBHOOK_SECRET`. */
  secrets?: string | readonly string[] | null | undefined
  /** Is told why a delivery was answered 500: your handler's exception, or what is wrong with the set-up. */
  onError?: ((error: unknown) => void) | null | undefined
}

/** What the service is answered. */
export interface Answer {
  readonly status: number
  readonly body: string
}

/** What every answer is. */
export const JSON_TYPE = { 'content-type': 'application/json' } as const

/** The signature of whichever service delivers. `header` reads a header by its name in lower case. */
export function signatureOf<T>(header: (name: string) => T): T {
  return header('x-dgs-signature') ?? header('x-rohopay-signature')
}

/** Events are far smaller. */
const LONGEST_BODY = 1024 * 1024

/** Receives deliveries, whatever framework they come through. */
export class Receiver {
  readonly #handle: EventHandler
  readonly #options: ReceiverOptions
  #webhook: Webhook | undefined

  /** `others` are the options that the framework's adapter understands beside these. */
  constructor(handle: EventHandler, options: ReceiverOptions | null | undefined, ...others: string[]) {
    if (typeof handle !== 'function') throw new TypeError('The first argument is a function that takes the event')
    const known = ['secrets', 'onError', ...others]
    const unknown = Object.keys(options ?? {}).find((name) => !known.includes(name))
    if (unknown !== undefined) throw new TypeError(`"${unknown}" is not known here; what is: ${known.join(', ')}`)
    this.#handle = handle
    this.#options = options ?? {}
  }

  /** Looks for the secrets now, and not at the first delivery. */
  ready(): this {
    this.#verifier()
    return this
  }

  /** Verifies a delivery and hands its event over. Nothing but 200 keeps the service from delivering it again. */
  async receive(
    read: () => Uint8Array | Promise<Uint8Array | undefined>,
    signature: string | string[] | null | undefined,
    report: (error: unknown) => void,
  ): Promise<Answer> {
    let event: Event
    try {
      const body = await read()
      if (body === undefined) return refused(400, 'body_too_long')
      event = this.#verifier().verify(body, signature as string)
    } catch (error) {
      if (error instanceof SignatureError) return refused(401, error.code)
      if (error instanceof DecodeError) return refused(400, error.code)
      return this.#failed(error, report)
    }
    try {
      await this.#handle(event)
    } catch (error) {
      return this.#failed(error, report)
    }
    return { status: 200, body: '{"status":"received"}' }
  }

  #verifier(): Webhook {
    this.#webhook ??= new Webhook(this.#options.secrets)
    return this.#webhook
  }

  #failed(error: unknown, report: (error: unknown) => void): Answer {
    try {
      const tell = this.#options.onError ?? report
      tell(error)
    } catch (another) {
      report(another)
    }
    return { status: 500, body: '{"status":"failed"}' }
  }
}

function refused(status: number, code: string): Answer {
  return { status, body: JSON.stringify({ status: 'refused', code }) }
}

/** What a stream brings; nothing if that is more than any event, of which the rest is not read. */
export async function bytesOf(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of stream) {
    length += chunk.length
    if (length > LONGEST_BODY) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** For a request whose raw body is gone: a signature is over bytes, and parsed JSON has others. */
export function bodyIsGone(remedy: string): Error {
  return new Error(`The webhook's raw body is gone, so its signature cannot be checked: ${remedy}`)
}
