import { answered } from './call.js'
import { native } from './load.js'
import type { CheckoutReturn as Claim } from './native.js'

/**
 * What stands in the address that a payer comes back to. Anybody can write such an address: it is a hint for the page that
 * you show, never a proof of payment. Wait for the webhook, or look the transaction up.
 */
export type CheckoutReturn = Claim

/** Addresses that payers come back to. */
export const CheckoutReturn = {
  /**
   * Reads the address, such as `request.url` behind your own host.
   *
   * @throws {ValidationError} `invalid_argument` if it is not an absolute URL.
   */
  parse(returnUrl: string): CheckoutReturn {
    return answered(() => native.parseCheckoutReturn(returnUrl))
  },
} as const
