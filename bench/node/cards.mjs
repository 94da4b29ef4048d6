// Encrypting a card: number, month, year and code, each by AES-256-GCM, in base64.

import { createCipheriv, randomBytes } from 'node:crypto'
import { turns } from './computing.mjs'
import { version } from './version.mjs'

const CARD = { number: '4242424242424242', expiryMonth: '12', expiryYear: '2028', cvv: '123' }

const CONTENDERS = {
  async dgspay(key) {
    const { CardEncryptor } = await import('dgspay')
    const encryptor = new CardEncryptor(key)
    return () => encryptor.encrypt(CARD)
  },

  async 'node:crypto'(encoded) {
    const key = Buffer.from(encoded, 'base64')
    const sealed = (text, nonce) => {
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      return Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64')
    }
    return () => {
      // Twelve characters, whose bytes are the nonce: so DGS-Pay wants it.
      const nonce = randomBytes(6).toString('hex')
      const bytes = Buffer.from(nonce)
      return {
        number: sealed(CARD.number, bytes),
        expiryMonth: sealed(CARD.expiryMonth, bytes),
        expiryYear: sealed(CARD.expiryYear, bytes),
        cvv: sealed(CARD.cvv, bytes),
        nonce,
      }
    }
  },
}

export async function prepare(name, task) {
  const encrypt = await CONTENDERS[name](task.encryption_key)
  encrypt()
  return { version: name === 'dgspay' ? version(name) : process.version, turn: turns(encrypt) }
}
