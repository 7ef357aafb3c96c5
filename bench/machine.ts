import os from 'node:os'
import { setTimeout } from 'node:timers/promises'

/** What the numbers were taken on. */
export const describeMachine = (): Record<string, string> => ({
  processor: os.cpus()[0]?.model.trim() ?? 'unknown',
  cores: String(os.availableParallelism()),
  memory: `${(os.totalmem() / 2 ** 30).toFixed(1)} GiB`,
  system: `${os.type()} ${os.release()} ${os.arch()}`,
})

const busyAndTotal = (): [number, number] =>
  os.cpus().reduce(([busy, total], { times }) => {
    const all = times.user + times.nice + times.sys + times.idle + times.irq
    return [busy + all - times.idle, total + all]
  }, [0, 0])

/** Share of all cores that other programs keep busy, while this one waits. */
export const otherLoad = async (milliseconds = 2000): Promise<number> => {
  const [busyBefore, totalBefore] = busyAndTotal()
  await setTimeout(milliseconds)
  const [busy, total] = busyAndTotal()
  return total === totalBefore ? 0 : (busy - busyBefore) / (total - totalBefore)
}
