import { webhook } from 'dgspay/next'

export const POST = webhook(async (event) => {
  if (event.type === 'payment.failed') throw new Error('the order is locked')
  console.log(event.type, event.reference)
})
