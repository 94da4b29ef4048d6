// The same classes, whether the package was imported or required.
import { createRequire } from 'node:module'
import * as imported from 'dgspay'

const required = createRequire(import.meta.url)('dgspay')
const names = (module) => Object.keys(module).sort().join()
try {
  required.Money.of(0.5, 'RWF')
} catch (error) {
  console.log(
    error instanceof imported.ValidationError,
    names(imported) === names(required),
    imported.DgsPay === required.DgsPay,
  )
}
