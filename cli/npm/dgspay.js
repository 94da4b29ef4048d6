#!/usr/bin/env node
// Starts the binary of this platform, which npm has installed as an optional dependency, and ends as it ends.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'

const platform = `@dgspay/cli-${process.platform}-${process.arch}${process.platform === 'linux' ? '-gnu' : ''}`

function binary() {
  try {
    return createRequire(import.meta.url).resolve(`${platform}/dgspay`)
  } catch (cause) {
    console.error(`dgspay: the package ${platform} is not installed (${cause.code}).`)
    console.error('It is an optional dependency of @dgspay/cli: install without --omit=optional, on a supported platform.')
    process.exit(1)
  }
}

const child = spawn(binary(), process.argv.slice(2), { stdio: 'inherit' })
// The terminal sends Ctrl-C to both; whoever ends only this process means the other one too.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => signal === 'SIGINT' || child.kill(signal))
}
child.on('error', (error) => {
  console.error(`dgspay: ${error.message}`)
  process.exit(1)
})
child.on('exit', (code, signal) => process.exit(signal ? 1 : code))
