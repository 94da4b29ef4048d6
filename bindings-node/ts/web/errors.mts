import type { ErrorInfo } from '../native.js'

/** Any failure of this module. Nothing is sent by it, so none of them leaves a doubt about the money. */
export class DgsPayError extends Error {
  override readonly name: string = 'DgsPayError'
  /** The stable code, such as `invalid_card`; the list is in `docs/errors.md`. */
  declare readonly code: string
  /** What is known about the money: `not_executed`, or `not_money` of a webhook. */
  declare readonly outcome: ErrorInfo['outcome']
  /** How many times a request was sent: never. */
  readonly attempts: number = 0
  /** The argument that was refused. */
  declare readonly field: string | undefined

  /** @internal In the core's form of words; `what` is a sentence without its full stop. */
  constructor({ code, outcome, advice }: Code, what: string, field?: string | undefined, instead = advice) {
    const sent = outcome === 'not_executed' ? ' Nothing was sent.' : ''
    super(`${what}. ${instead}${sent} [${outcome}, 0 attempts]`)
    this.code = code
    this.outcome = outcome
    this.field = field
  }
}

/** A key, a secret or a setting cannot be used. */
export class ConfigError extends DgsPayError {
  override readonly name: string = 'ConfigError'
}

/** An argument was refused. */
export class ValidationError extends DgsPayError {
  override readonly name: string = 'ValidationError'
}

/** A webhook's signature is good, but its body cannot be believed. */
export class DecodeError extends DgsPayError {
  override readonly name: string = 'DecodeError'
}

/** A webhook's signature is missing, malformed, or made with another secret: answer 401 and do nothing. */
export class SignatureError extends DgsPayError {
  override readonly name: string = 'SignatureError'
}

/** @internal What the core's table says of an error. */
export interface Code {
  readonly code: string
  readonly Class: typeof DgsPayError
  readonly outcome: string
  readonly advice: string
}

/** @internal The error of a code. */
export const failure = (code: Code, ...saying: [what: string, field?: string | undefined, instead?: string]) =>
  new code.Class(code, ...saying)
