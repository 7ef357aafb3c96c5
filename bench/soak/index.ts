import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { soak } from './soak.ts'
import { soakSentence } from './words.ts'
import { hasKernelHeap, kernelHeap } from '../../protocol/kernelHeap.ts'
import { messageOf } from '../../protocol/errors.ts'

const usage = `npm run soak -- [--steps N] [--engine NAME] [--json]

Trains a very small model for N steps (default 10000) with evaluations and checkpoints, and says by how much its resident
memory grows: a line by least squares through what it takes in the second half, and the standard error of its slope.
On a machine without a GPU, --engine webgpu runs on a software renderer where VK_ICD_FILENAMES names one.`

const run = async (): Promise<void> => {
  const { values } = parseArgs({ options: { steps: { type: 'string', default: '10000' }, engine: { type: 'string', default: 'cpu' }, json: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h' } } })
  if (values.help) return console.log(usage)
  const steps = Number(values.steps)
  if (!Number.isSafeInteger(steps) || steps < 20) throw new Error(`--steps is ${values.steps}; it must be a whole number from 20 on.`)
  const terminal = process.stderr.isTTY
  // The config's own parser says which engines there are.
  const result = await soak(values.engine as Parameters<typeof soak>[0], steps, (step) => {
    if (terminal && step % 10 === 0) process.stderr.write(`\r\x1b[K${step} of ${steps} steps, ${(process.memoryUsage.rss() / 2 ** 20).toFixed(0)} MiB`)
  })
  if (terminal) process.stderr.write('\r\x1b[K')
  console.log(values.json ? JSON.stringify(result) : soakSentence(result))
}

/** Starts this program anew with the heap of a kernel process, which malloc reads before any of it runs. */
const runWithKernelHeap = (heap: Record<string, string>): void => {
  const { status } = spawnSync(process.execPath, [...process.execArgv, ...process.argv.slice(1)], { env: { ...process.env, ...heap }, stdio: 'inherit' })
  process.exitCode = status ?? 1
}

const heap = kernelHeap(process.env, process.platform)
if (Object.keys(heap).length > 0 && !hasKernelHeap(process.env)) runWithKernelHeap(heap)
else await run().catch((error: unknown) => {
  console.error(messageOf(error))
  process.exitCode = 1
})
