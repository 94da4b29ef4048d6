/**
 * The row that has the longest range in which the digits begin. Ranges of prefixes are written with their bounds, both of the
 * same length: `4 51-55 2221-2720`.
 */
export function longest<Row extends readonly [string, ...unknown[]]>(rows: readonly Row[], digits: string) {
  let found: Row | undefined
  let length = 0
  for (const row of rows) {
    for (const range of row[0].split(' ')) {
      const [first = '', last = first] = range.split('-')
      const beginning = digits.slice(0, first.length)
      const isInside = beginning.length === first.length && first <= beginning && beginning <= last
      if (isInside && first.length > length) [found, length] = [row, first.length]
    }
  }
  return found
}
