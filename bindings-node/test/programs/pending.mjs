// Does nothing but wait for a call: the process must live until it has ended.
import { DgsPay } from 'dgspay'

new DgsPay().wallet.balances().then((balances) => console.log(`balances: ${balances.length}`))
