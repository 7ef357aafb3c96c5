/**
 * What came in, with every part that says the same as before replaced by the part that was there: who watches a part by its
 * identity then hears of it only when it changed. Of plain data, as JSON holds it.
 */
export const shared = <Value>(before: Value, now: Value): Value => sharedPart(before, now) as Value

const sharedPart = (before: unknown, now: unknown): unknown => {
  if (Object.is(before, now)) return before
  if (Array.isArray(before) && Array.isArray(now)) return sharedList(before, now)
  return isRecord(before) && isRecord(now) ? sharedRecord(before, now) : now
}

const sharedList = (before: readonly unknown[], now: readonly unknown[]): readonly unknown[] => {
  const parts = now.map((part, i) => sharedPart(before[i], part))
  return parts.length === before.length && parts.every((part, i) => Object.is(part, before[i])) ? before : parts
}

const sharedRecord = (before: Record<string, unknown>, now: Record<string, unknown>): Record<string, unknown> => {
  const parts = Object.entries(now).map(([key, part]): [string, unknown] => [key, Object.hasOwn(before, key) ? sharedPart(before[key], part) : part])
  const same = parts.length === Object.keys(before).length && parts.every(([key, part]) => Object.hasOwn(before, key) && Object.is(part, before[key]))
  return same ? before : Object.fromEntries(parts)
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
