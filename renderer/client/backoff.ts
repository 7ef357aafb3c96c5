/** Milliseconds to wait before try number `attempt` (0 first): doubling to 8 s, spread so that many pages do not knock together. */
export const backoff = (attempt: number, random: () => number = Math.random): number =>
  Math.min(8000, 250 * 2 ** attempt) * (0.8 + 0.4 * random())
