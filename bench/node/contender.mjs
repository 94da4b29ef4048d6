// A contender in Node: reads what it is to do, says that it can, and then takes its turns.

import { createInterface } from 'node:readline'

const TASKS = { calls: './calls.mjs', webhook: './webhooks.mjs', card: './cards.mjs' }

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
const task = JSON.parse((await lines.next()).value)
task.order = JSON.parse(task.order ?? null)
const say = (line) => console.log(JSON.stringify(line))

let prepared
try {
  const { prepare } = await import(TASKS[task.task])
  prepared = await prepare(task.contender, task)
} catch (error) {
  if (error.code !== 'ERR_MODULE_NOT_FOUND' && error.code !== 'MODULE_NOT_FOUND') throw error
  say({ missing: error.message.split('\n')[0] })
  process.exit()
}
say({ version: prepared.version })

for await (const line of lines) {
  const { seconds, in_flight } = JSON.parse(line)
  const before = process.cpuUsage()
  const done = await prepared.turn(seconds, in_flight)
  // What all threads of this process have used.
  const { user, system } = process.cpuUsage(before)
  say({ cpu_us: user + system, ...figures(done) })
}

/** How long each call took, in milliseconds; or how many there were, if single ones are too short to be timed. */
function figures(done) {
  if (typeof done === 'number') return { count: done }
  done.sort((one, other) => one - other)
  const tail = (share) => (done[Math.ceil(done.length * share) - 1] ?? 0) * 1_000
  return { count: done.length, p50_us: tail(0.5), p99_us: tail(0.99) }
}
