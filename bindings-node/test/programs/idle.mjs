// A client that has made a call and has an open connection does not keep the process alive.
import { DgsPay } from 'dgspay'

const pay = new DgsPay()
await pay.wallet.balances()
globalThis.pay = pay
console.log('idle')
