// The cases of a folder, as they are written in tests/.
import { readdirSync, readFileSync } from 'node:fs'

/** Every case of every file below a folder. */
export function read(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.json'))
  return files.sort().flatMap((file) => JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')).cases)
}
