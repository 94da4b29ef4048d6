// Completes lib/ beside the declarations of tsc: the code, the declarations that tsc does not copy, and the ESM entry.
//   node assemble.mjs
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))

// One file: finding and reading a dozen takes longer than loading the native module.
await build({
  entryPoints: [here('../ts/index.ts')],
  outfile: here('../lib/index.js'),
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
})
copyFileSync(here('../ts/native.d.ts'), here('../lib/native.d.ts'))

// One implementation for both module systems: two copies would make two of every error class, and `instanceof` would
// fail between a library that requires and a program that imports.
// The names are those that esbuild has written down for Node's own reader of exports.
const [, names] = /0 && \(module\.exports = \{([^}]*)\}\)/.exec(readFileSync(here('../lib/index.js'), 'utf8'))
const lines = names.match(/\w+/g).map((name) => `export const ${name} = dgspay.${name}\n`)
writeFileSync(here('../lib/index.mjs'), `import dgspay from './index.js'\n\n${lines.join('')}`)
writeFileSync(here('../lib/index.d.mts'), "export * from './index.js'\n")
