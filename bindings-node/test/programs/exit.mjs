// Leaves after so many milliseconds, while calls are in flight.
import { DgsPay } from 'dgspay'

const pay = new DgsPay()
const charge = {
  amount: 5000,
  phone: '0788123456',
  network: 'MTN',
  customer: { firstName: 'Aline', lastName: 'Uwase', email: 'aline@example.rw' },
  redirectUrl: 'https://shop.example/thanks',
}
for (let call = 0; call < 5; call++) {
  pay.wallet.balances()
  pay.charges.createMobileMoney(charge)
}
setTimeout(() => process.exit(7), Number(process.argv[2]))
