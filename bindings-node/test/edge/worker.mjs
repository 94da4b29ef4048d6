// A Cloudflare worker that runs the cases it is sent: `run.capnp` starts it.
import * as internal from 'dgspay/internal'
import * as webhook from 'dgspay/webhook'
import { callsOfWebhook, run } from './web.mjs'

export default {
  async fetch(request) {
    return Response.json(await run(callsOfWebhook(webhook, internal), await request.json()))
  },
}
