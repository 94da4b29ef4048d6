import { errorFrom } from './errors.js'
import type { Optionals } from './input.js'
import { native } from './load.js'
import type { Call, CallOptions, CancelToken, Ends, ErrorInfo, Started } from './native.js'

/** How one call differs from the client's settings. */
export interface RequestOptions extends Optionals<CallOptions> {
  /**
   * Stops the waiting. A read is given up, and the signal's reason is thrown. A call that moves money is not taken back
   * by this: it runs to its end, and {@link OutcomeUnknownError} is thrown with the signal's reason as its `cause`.
   */
  signal?: AbortSignal | undefined
}

/** How {@link Charges.wait} and {@link RohoPay.wait} wait. */
export interface WaitOptions {
  /** How many milliseconds to wait; without it 120,000. */
  timeoutMs?: number | null | undefined
  /** Stops the waiting; the signal's reason is thrown. The payment is not touched by it. */
  signal?: AbortSignal | undefined
}

/** Runs a native function that answers at once. */
export function answered<T>(ask: () => T): T {
  try {
    return ask()
  } catch (thrown) {
    throw failure(thrown)
  }
}

/**
 * Runs a native call. The exception is made here, after `await`, so that its stack shows the caller.
 */
export async function called<T>(
  options: RequestOptions | WaitOptions | null | undefined,
  start: (call?: Call) => Started<T>,
): Promise<T> {
  const { signal, ...others } = options ?? {}
  if (signal == null) {
    try {
      return await ended(start(options == null ? undefined : { options: others }))
    } catch (thrown) {
      throw failure(thrown)
    }
  }
  signal.throwIfAborted()
  const watch = watched(signal)
  try {
    return await ended(start({ options: others, cancel: watch.cancel }))
  } catch (thrown) {
    throw failure(thrown, signal)
  } finally {
    if (--watch.calls === 0) {
      signal.removeEventListener('abort', watch.stop)
      watches.delete(signal)
    }
  }
}

/** Who waits for a call that runs. */
interface Waiter {
  readonly resolve: (brought: never) => void
  readonly reject: (failure: unknown) => void
}

const waiters = new Map<number, Waiter>()
let ends: Ends | undefined

/** What clients start their calls with; nothing is made when this module is loaded. */
export function endsOfCalls(): Ends {
  ends ??= new native.Ends(end)
  return ends
}

/** The end of a call that was started just now. */
function ended<T>(call: Started<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => waiters.set(call, { resolve, reject }))
}

/** The native module says how a call has ended. */
function end(call: number, failed: boolean, brought: unknown): void {
  const waiter = waiters.get(call)
  waiters.delete(call)
  if (failed) waiter?.reject(brought)
  else waiter?.resolve(brought as never)
}

/** What stops the calls that are running with a signal. */
interface Watch {
  readonly cancel: CancelToken
  readonly stop: () => void
  calls: number
}

const watches = new WeakMap<AbortSignal, Watch>()

/** One listener a signal, however many calls it stops: at the eleventh, Node would warn of a leak. */
function watched(signal: AbortSignal): Watch {
  let watch = watches.get(signal)
  if (watch === undefined) {
    const cancel = new native.CancelToken()
    watch = { cancel, stop: () => cancel.cancel(), calls: 0 }
    signal.addEventListener('abort', watch.stop, { once: true })
    watches.set(signal, watch)
  }
  watch.calls += 1
  return watch
}

/** What the caller gets for what the native module has thrown. */
function failure(thrown: unknown, signal?: AbortSignal): unknown {
  const info = (thrown as { info?: ErrorInfo } | undefined)?.info
  if (info === undefined) return errorFrom(native.fault(), { cause: thrown })
  if (info.code !== 'stopped_waiting') return errorFrom(info)
  return info.outcome === 'unknown' ? errorFrom(info, { cause: signal?.reason }) : signal?.reason
}
