// What a page finds that is served over http from elsewhere than this machine: browsers give it no WebCrypto.
import { CardEncryptor, CardEntry } from '/dgspay/browser.mjs'

const report = { isSecureContext, text: CardEntry.number('424242').text }
try {
  new CardEncryptor('AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=')
} catch ({ name, code, message }) {
  report.error = { name, code, message }
}
await fetch('/report', { method: 'POST', body: JSON.stringify(report) })
