import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { messageOf } from '../../protocol/errors.ts'
import { lineChart } from '../charts/lineChart.ts'
import type { Soaked } from '../soak/soak.ts'
import type { Section } from './section.ts'

/** How long each engine is soaked: WebGPU fewer steps, as it may be a software renderer. */
const plan = [{ engine: 'cpu', steps: 10_000 }, { engine: 'webgpu', steps: 500 }] as const

/** Memory over many steps. */
export const soakSection: Section = {
  name: 'soak',
  title: 'Memory over many steps',
  about: 'A very small model trains with its evaluations and checkpoints (`npm run soak`), each engine in a process of its own. Resident memory is taken a hundred times, garbage collected before; ' +
    'the growth is the slope of a line by least squares through what comes after the first fifth, ± its standard error.',
  standard: false,
  async run({ say }) {
    const results: Soaked[] = [], notes: string[] = []
    for (const { engine, steps } of plan) {
      say(`soak: ${steps} steps on ${engine}`)
      try {
        results.push(await inProcess(engine, steps))
      } catch (error) {
        notes.push(`${engine}: not run: ${messageOf(error).trim().split('\n').at(-1)!}`)
      }
    }
    const mebibytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(1)
    const kibibytes = (bytes: number): string => (bytes / 1024).toFixed(1)
    return {
      tables: [{
        columns: ['engine', 'steps', 'minutes', 'at a fifth, MiB', 'at the end, MiB', 'growth, KiB per 1,000 steps'],
        rows: results.map(({ engine, steps, memory, line, seconds }) => [
          `${engine.engine} (${engine.provider})`, steps.toLocaleString('en'), (seconds / 60).toFixed(1), mebibytes(memory[Math.floor(memory.length / 5)]![1]), mebibytes(memory.at(-1)![1]),
          `${kibibytes(1000 * line.slope)} ± ${kibibytes(1000 * line.error)}`,
        ]),
      }],
      charts: results.map(({ engine, memory, steps }) => ({
        name: `soak-${engine.engine}`, alt: `Resident memory over ${steps} steps on ${engine.engine}`,
        svg: lineChart({ title: `Resident memory, ${engine.engine}`, x: { label: 'step' }, y: { label: 'MiB' }, series: [{ name: engine.engine, points: memory.map(([step, bytes]) => [step, bytes / 2 ** 20] as const) }] }),
      })),
      notes, data: results,
    }
  },
}

const inProcess = async (engine: string, steps: number): Promise<Soaked> => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', path.join(import.meta.dirname, '..', 'soak', 'index.ts'), '--engine', engine, '--steps', String(steps), '--json'], { maxBuffer: 2 ** 24 })
  return JSON.parse(stdout) as Soaked
}
