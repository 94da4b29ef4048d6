// How long loading takes, in milliseconds, and what it leaves running.
const started = process.hrtime.bigint()
require('dgspay')
const milliseconds = Number(process.hrtime.bigint() - started) / 1e6
const { readdirSync } = require('node:fs')
const threads = readdirSync('/proc/self/task').map((id) =>
  require('node:fs').readFileSync(`/proc/self/task/${id}/comm`, 'utf8').trim(),
)
console.log(JSON.stringify({ milliseconds, threads: threads.filter((name) => name === 'dgspay').length }))
