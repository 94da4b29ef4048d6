// Completes lib/ beside the declarations of tsc: the code, the declarations that tsc does not copy, and the ESM entries.
//   node assemble.mjs
import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const here = (path) => fileURLToPath(new URL(path, import.meta.url))
const adapters = ['express', 'fastify', 'next']
const common = { bundle: true, platform: 'node', target: 'node20', format: 'cjs', outdir: here('../lib') }

// One file: finding and reading a dozen takes longer than loading the native module.
await build({ ...common, entryPoints: [here('../ts/index.ts')] })
// An adapter throws and catches the classes of that file, not of a copy.
await build({ ...common, entryPoints: adapters.map((name) => here(`../ts/${name}.ts`)), external: ['./index.js'] })
copyFileSync(here('../ts/native.d.ts'), here('../lib/native.d.ts'))

// One implementation for both module systems: two copies would make two of every error class, and `instanceof` would
// fail between a library that requires and a program that imports.
// The names are those that esbuild has written down for Node's own reader of exports.
for (const name of ['index', ...adapters]) {
  const [, names] = /0 && \(module\.exports = \{([^}]*)\}\)/.exec(readFileSync(here(`../lib/${name}.js`), 'utf8'))
  const lines = names.match(/\w+/g).map((exported) => `export const ${exported} = required.${exported}\n`)
  writeFileSync(here(`../lib/${name}.mjs`), `import required from './${name}.js'\n\n${lines.join('')}`)
  writeFileSync(here(`../lib/${name}.d.mts`), `export * from './${name}.js'\n`)
}

// What runs without native code, and not only in Node: a file each that needs no other, to be served as it is.
const { version } = JSON.parse(readFileSync(here('../npm/dgspay/package.json'), 'utf8'))
for (const [name, banner] of Object.entries({ browser: 'dgspay/browser', webhook: 'dgspay/webhook', internal: '' })) {
  await build({
    bundle: true,
    minify: true,
    platform: 'neutral',
    target: 'es2022',
    format: 'esm',
    ...(banner && { banner: { js: `/*! ${banner} ${version}, MIT OR Apache-2.0 */` } }),
    entryPoints: [here(`../ts/web/${name}.mts`)],
    outfile: here(`../lib/web/${name}.mjs`),
  })
}
// The declarations of their insides, of which nothing public is made.
const told = ['browser', 'webhook', 'card-encryptor', 'card-entry', 'errors', 'phone-number'].map(
  (name) => `${name}.d.mts`,
)
for (const file of readdirSync(here('../lib/web'))) {
  if (file.endsWith('.d.mts') && !told.includes(file)) rmSync(here(`../lib/web/${file}`))
}
