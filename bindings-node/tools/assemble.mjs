// Completes lib/ after tsc: the declarations that tsc does not copy, and the ESM entry.
//   node assemble.mjs
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'

const lib = new URL('../lib/', import.meta.url)
copyFileSync(new URL('../ts/native.d.ts', import.meta.url), new URL('native.d.ts', lib))

// One implementation for both module systems: two copies would make two of every error class, and `instanceof` would
// fail between a library that requires and a program that imports.
const entry = readFileSync(new URL('index.js', lib), 'utf8')
const names = [...entry.matchAll(/^Object\.defineProperty\(exports, "(\w+)"/gm)].map(([, name]) => name)
names.splice(0, names.indexOf('__esModule') + 1)
const lines = names.map((name) => `export const ${name} = dgspay.${name}\n`)
writeFileSync(new URL('index.mjs', lib), `import dgspay from './index.js'\n\n${lines.join('')}`)
writeFileSync(new URL('index.d.mts', lib), "export * from './index.js'\n")
