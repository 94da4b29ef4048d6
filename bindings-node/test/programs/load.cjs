// How much of the processor's time loading takes, in milliseconds, and what it leaves running.
const before = process.cpuUsage()
require('dgspay')
const { user, system } = process.cpuUsage(before)
const milliseconds = (user + system) / 1000
const { readdirSync } = require('node:fs')
const threads = readdirSync('/proc/self/task').map((id) =>
  require('node:fs').readFileSync(`/proc/self/task/${id}/comm`, 'utf8').trim(),
)
console.log(JSON.stringify({ milliseconds, threads: threads.filter((name) => name === 'dgspay').length }))
