import os from 'node:os'
import { setTimeout } from 'node:timers/promises'
import * as ort from 'onnxruntime-node'

/** What the numbers were taken on. */
export const describeMachine = (): Record<string, string> => ({
  processor: os.cpus()[0]?.model.trim() ?? 'unknown',
  cores: `${os.availableParallelism()} cores`,
  memory: `${(os.totalmem() / 2 ** 30).toFixed(1)} GiB`,
  system: `${os.type()} ${os.release().split('-')[0]} ${os.arch()}`,
})

/** What our side runs with. */
export const describeVersions = (): Record<string, string> => ({
  'ONNX Runtime': ort.env.versions.node ?? ort.env.versions.common,
  Node: process.versions.node,
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
