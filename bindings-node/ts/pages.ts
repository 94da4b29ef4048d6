/** Everything on the pages that `fetch` brings, from the one at `start` on, each asked for when it is needed. */
export async function* walk<T>(
  start: number | null | undefined,
  fetch: (place: number | null | undefined) => Promise<{ items: T[]; next: number | undefined }>,
): AsyncGenerator<T, void, undefined> {
  let place = start
  do {
    const { items, next } = await fetch(place)
    yield* items
    place = next
  } while (place !== undefined)
}
