// The same classes and functions, whether the package was imported or required.
import { createRequire } from 'node:module'
import * as imported from 'dgspay'

const require = createRequire(import.meta.url)
const required = require('dgspay')
try {
  required.Money.of(0.5, 'RWF')
} catch (error) {
  console.log(error instanceof imported.ValidationError)
}
for (const entry of ['dgspay', 'dgspay/express', 'dgspay/fastify', 'dgspay/next']) {
  const { default: _, ...exported } = await import(entry)
  const names = Object.keys(exported)
  console.log(entry, names.length > 0 && names.every((name) => exported[name] === require(entry)[name]))
  console.log(names.sort().join() === Object.keys(require(entry)).sort().join())
}
