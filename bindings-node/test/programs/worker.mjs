// Loads the addon in the main thread and in workers, several times; some workers are stopped with a call in flight.
import { once } from 'node:events'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { DgsPay, Money } from 'dgspay'

if (isMainThread) {
  for (let round = 0; round < 3; round++) {
    const workers = ['stay', 'stop', 'stay', 'stop'].map(
      (plan) => new Worker(new URL(import.meta.url), { workerData: plan }),
    )
    const endings = workers.map((worker) => once(worker, 'exit'))
    const messages = workers.map((worker) => once(worker, 'message'))
    await new DgsPay().wallet.balances()
    for (const [index, worker] of workers.entries()) {
      const [said] = await messages[index]
      if (said === 'calling') await worker.terminate()
    }
    await Promise.all(endings)
  }
  await new DgsPay().wallet.balances()
  console.log('workers: ok')
} else {
  Money.of(5000, 'RWF')
  const call = new DgsPay().wallet.balances()
  if (workerData === 'stay') parentPort.postMessage((await call).length)
  else parentPort.postMessage('calling')
}
