import type { Timestamp } from '../native.js'

const TIME = /^(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?:(Z)|([+-])([01]\d|2[0-5]):?([0-5]\d))?$/i

/**
 * A time in ISO 8601, in UTC if it names its zone; without one it is a wall-clock time and no more. One that cannot be read
 * is none: it is still in the event's `raw`.
 */
export function timestampOf(text: string): Timestamp | undefined {
  const [, date, time = '00:00'] = /^(\d{4}-\d\d-\d\d)(?:[T ](.*))?$/i.exec(text) ?? []
  const [, hours, minutes, seconds = '00', fraction = '', zulu, sign, offsetHours = '0', offsetMinutes = '0'] =
    TIME.exec(time) ?? []
  if (date === undefined || hours === undefined) return undefined
  // A leap second is the one before it.
  const clock = `${date}T${hours}:${minutes}:${seconds === '60' ? '59' : seconds}`
  const moment = Date.parse(`${clock}Z`)
  // JavaScript takes the 30th of February for a day in March.
  if (Number.isNaN(moment) || !isoOf(moment).startsWith(clock)) return undefined
  const isKnown = zulu !== undefined || sign !== undefined
  const offset = (60 * Number(offsetHours) + Number(offsetMinutes)) * (sign === '-' ? -60_000 : 60_000)
  const parts = fraction.replace(/0+$/, '')
  return isoOf(moment - offset) + (parts && `.${parts}`) + (isKnown ? 'Z' : '')
}

const isoOf = (moment: number) => new Date(moment).toISOString().slice(0, 19)
