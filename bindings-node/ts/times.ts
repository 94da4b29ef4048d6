/** A time as the native module reads it. */
export function timeOf(time: string | Date | null | undefined): string | null | undefined {
  if (!(time instanceof Date)) return time
  // The one that is none has no ISO form; the native module refuses "Invalid Date".
  return Number.isNaN(time.getTime()) ? String(time) : time.toISOString()
}
