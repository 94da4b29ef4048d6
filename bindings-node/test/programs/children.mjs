// Calls before, in and after child processes, and in the workers of a cluster.
import { fork } from 'node:child_process'
import cluster from 'node:cluster'
import { once } from 'node:events'
import { DgsPay } from 'dgspay'

const pay = new DgsPay()
if (cluster.isPrimary && !process.send) {
  await pay.wallet.balances()
  const running = pay.wallet.balances()
  const children = [fork(new URL(import.meta.url)), fork(new URL(import.meta.url)), cluster.fork(), cluster.fork()]
  const codes = await Promise.all(children.map(async (child) => (await once(child, 'exit'))[0]))
  await running
  await pay.wallet.balances()
  console.log(`children: ${codes}`)
} else {
  await pay.wallet.balances()
  process.exit(0)
}
