// The events of both modules are one type.
import type { Event as Core } from 'dgspay'
import { type Event, Webhook } from 'dgspay/webhook'

export const event: Core = await new Webhook('a_good_secret').verify(new Uint8Array(), null)
export const same: Event = event
