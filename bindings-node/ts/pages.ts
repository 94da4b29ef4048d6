/** Everything on the pages that `fetch` brings, beginning with the filter's own and asked for when it is needed. */
export async function* walk<Filter extends { page?: number | null | undefined }, Page extends { nextPage?: number }, T>(
  filter: Filter | null | undefined,
  fetch: (filter: Filter) => Promise<Page>,
  items: (page: Page) => T[],
): AsyncGenerator<T, void, undefined> {
  let page = filter?.page
  do {
    const fetched = await fetch({ ...filter, page } as Filter)
    yield* items(fetched)
    page = fetched.nextPage
  } while (page !== undefined)
}
