import type * as Native from './native.js'

const { arch, platform, version } = process
const name = `@dgspay/${platform}-${arch}${platform === 'linux' ? '-gnu' : ''}`

/** The native module of this machine's platform package. */
export const native: typeof Native = load()

function load(): typeof Native {
  try {
    return require(name)
  } catch (error) {
    throw new Error(explain(error), { cause: error })
  }
}

/** The system's own words come first: they name the missing file, library or symbol. */
function explain(error: unknown): string {
  const original = error instanceof Error ? error.message.split('\n', 1)[0] : String(error)
  return `dgspay cannot load its native module ${name} on ${platform} ${arch}${libc()}, Node.js ${version}: ${original}.
It is built for linux x64 with glibc. If this machine is one, the optional dependency ${name} was left out of
node_modules: install again without --omit=optional, and with a lock file that was made for this platform.`
}

/** Asked only when something is wrong, because the report takes its time. */
function libc(): string {
  if (platform !== 'linux') return ''
  const report = process.report?.getReport() as { header?: { glibcVersionRuntime?: string } } | undefined
  const glibc = report?.header?.glibcVersionRuntime
  return glibc ? ` with glibc ${glibc}` : ' without glibc (musl?)'
}
