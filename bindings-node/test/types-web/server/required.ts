// CommonJS on a server: Node requires modules of the other kind since 20.19.
import type { CardEncryptor as Core } from 'dgspay'
import { CardEncryptor } from 'dgspay/browser'
import { type Event, Webhook } from 'dgspay/webhook'

export const verify = (body: Buffer, signature: string | undefined): Promise<Event> =>
  new Webhook('a_good_secret').verify(body, signature)

/** What the page makes is what the server's own encryptor makes. */
export const cards = async (key: string, input: Parameters<Core['encrypt']>[0]): Promise<ReturnType<Core['encrypt']>> =>
  new CardEncryptor(key).encrypt(input)
