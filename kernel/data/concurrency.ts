/** Maps items in order, at most `limit` at once. */
export async function mapLimited<Item, Result>(
  items: readonly Item[], limit: number, map: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results = new Array<Result>(items.length)
  let next = 0
  const work = async (): Promise<void> => {
    while (next < items.length) {
      const i = next++
      results[i] = await map(items[i]!, i)
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, work))
  return results
}
