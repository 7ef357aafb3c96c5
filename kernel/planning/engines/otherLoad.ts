import os from 'node:os'
import { setTimeout } from 'node:timers/promises'

const busyAndTotal = (): [number, number] =>
  os.cpus().reduce(([busy, total], { times }) => {
    const all = times.user + times.nice + times.sys + times.idle + times.irq
    return [busy + all - times.idle, total + all]
  }, [0, 0])

/** Share of all cores that other programs keep busy, while this one waits. */
export const otherLoad = async (milliseconds = 500): Promise<number> => {
  const [busyBefore, totalBefore] = busyAndTotal()
  await setTimeout(milliseconds)
  const [busy, total] = busyAndTotal()
  return total === totalBefore ? 0 : (busy - busyBefore) / (total - totalBefore)
}
