// What a person may see of a value.
import { Console } from 'node:console'
import { PassThrough } from 'node:stream'
import { inspect } from 'node:util'

/** Everything that a console or a debugger prints of a value. */
export function shown(value: unknown): string {
  const stream = new PassThrough()
  const console = new Console(stream)
  console.log(value)
  console.dir({ value }, { depth: null, showHidden: true })
  console.log('%s %o %O %j', value, value, value, {})
  console.table([value])
  const printed = String(stream.read())
  const plain = inspect(value, { customInspect: false, depth: null })
  const deep = inspect({ value }, { depth: null, showHidden: true, getters: true })
  return [printed, plain, deep, `${value}`, (value as Error).stack].join('\n')
}
