// Runs the vectors, and what is wrong on purpose, on the engine that runs this; prints how many ran and which failed.
import * as browser from 'dgspay/browser'
import * as webhook from 'dgspay/webhook'
import { read } from '../conformance/cases.mjs'
import { callsOfBrowser, callsOfWebhook, run } from '../conformance/web.mjs'
import * as internal from '../node_modules/dgspay/lib/web/internal.mjs'

const calls = { ...callsOfBrowser(browser, internal), ...callsOfWebhook(webhook, internal) }
const { ran, failed } = await run(calls, read(`${process.env.DGSPAY_TESTS}/vectors`))
const wrong = await run(calls, read(`${process.env.DGSPAY_TESTS}/control/vectors`))
console.log(JSON.stringify({ ran, failed, wrong: Object.keys(wrong.failed).sort() }))
