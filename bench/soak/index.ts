import { parseArgs } from 'node:util'
import { soakInProcess } from './inProcess.ts'
import { soakSentence } from './words.ts'
import { messageOf } from '../../protocol/errors.ts'

const usage = `npm run soak -- [--steps N] [--engine NAME] [--json]

Trains a very small model for N steps (default 10000) with evaluations and checkpoints, and says by how much its resident
memory grows: the trend of the second half by ranks, with its 95 % interval.
On a machine without a GPU, --engine webgpu runs on a software renderer where VK_ICD_FILENAMES names one.`

const run = async (): Promise<void> => {
  const { values } = parseArgs({ options: { steps: { type: 'string', default: '10000' }, engine: { type: 'string', default: 'cpu' }, json: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h' } } })
  if (values.help) return console.log(usage)
  const steps = Number(values.steps)
  if (!Number.isSafeInteger(steps) || steps < 20) throw new Error(`--steps is ${values.steps}; it must be a whole number from 20 on.`)
  const terminal = process.stderr.isTTY
  const result = await soakInProcess(values.engine, steps, (step, bytes) => {
    if (terminal) process.stderr.write(`\r\x1b[K${step} of ${steps} steps, ${(bytes / 2 ** 20).toFixed(0)} MiB`)
  })
  if (terminal) process.stderr.write('\r\x1b[K')
  console.log(values.json ? JSON.stringify(result) : soakSentence(result))
}

await run().catch((error: unknown) => {
  console.error(messageOf(error))
  process.exitCode = 1
})
