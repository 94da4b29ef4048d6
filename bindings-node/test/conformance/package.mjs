// The package that is tested: what scripts/test-node has installed from dist/ into target/test-node, or in the project named
// by DGSPAY_NODE_PROJECT.
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

const project = process.env.DGSPAY_NODE_PROJECT ?? fileURLToPath(new URL('../../../target/test-node', import.meta.url))
const entry = createRequire(pathToFileURL(`${project}/package.json`)).resolve('dgspay')

/** The public layer. */
export const dgspay = createRequire(import.meta.url)(entry)
/** The native module, for what is no public API. */
export const native = createRequire(entry)('@dgspay/linux-x64-gnu')
