/**
 * Does work on `count` things in as many shares as there are lanes, all at once, things that follow each other together.
 * @param onStep told how many steps every share has done, when that grows
 * @param work does a share, telling of its steps
 * @throws what the first share threw that failed, when all have ended
 */
export const shareOut = async (count: number, lanes: number, onStep: (done: number) => void, work: (share: readonly number[], onStep: (done: number) => void, lane: number) => Promise<void>): Promise<void> => {
  const done = Array.from({ length: lanes }, () => 0)
  let told = 0
  const ended = await Promise.allSettled(done.map((_, lane) => {
    const from = Math.floor((lane * count) / lanes), to = Math.floor(((lane + 1) * count) / lanes)
    return work(Array.from({ length: to - from }, (_, i) => from + i), (steps) => {
      done[lane] = steps
      const all = Math.min(...done)
      if (all > told) onStep((told = all))
    }, lane)
  }))
  const failed = ended.find(({ status }) => status === 'rejected')
  if (failed) throw (failed as PromiseRejectedResult).reason
}
