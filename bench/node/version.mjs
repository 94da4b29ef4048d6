import { readFileSync } from 'node:fs'

/** Of a package that is installed beside this file. */
export function version(name) {
  return JSON.parse(readFileSync(new URL(`./node_modules/${name}/package.json`, import.meta.url))).version
}
