import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { lineChart } from '../charts/lineChart.ts'
import type { Soaked } from '../soak/soak.ts'
import { kernelHeap } from '../../protocol/kernelHeap.ts'
import type { Section } from './section.ts'

/** Memory over many steps of one engine. */
const soakSection = (name: string, engine: string, steps: number): Section => ({
  name,
  title: `Memory over ${steps.toLocaleString('en')} steps on ${engine}`,
  about: `A very small model trains with its evaluations and checkpoints (\`npm run soak -- --engine ${engine} --steps ${steps}\`), in a process of its own. Resident memory is taken a hundred times, garbage collected before; ` +
    'the growth is the slope of a line by least squares through the second half, ± its standard error.',
  standard: false,
  async run({ say }) {
    say(`soak: ${steps} steps on ${engine}`)
    const { engine: record, memory, line, seconds } = await inProcess(engine, steps)
    const mebibytes = ([, bytes]: readonly [number, number]): string => (bytes / 2 ** 20).toFixed(1)
    const kibibytes = (bytes: number): string => (bytes / 1024).toFixed(1)
    return {
      tables: [{
        columns: ['engine', 'minutes', 'first, MiB', 'half-way, MiB', 'at the end, MiB', 'growth, KiB per 1,000 steps'],
        rows: [[`${record.engine} (${record.provider}, ${record.adapter})`, (seconds / 60).toFixed(1), mebibytes(memory[0]!), mebibytes(memory[Math.floor(memory.length / 2)]!), mebibytes(memory.at(-1)!),
          `${kibibytes(1000 * line.slope)} ± ${kibibytes(1000 * line.error)}`]],
      }],
      charts: [{
        name, alt: `Resident memory over ${steps} steps on ${engine}`,
        svg: lineChart({ title: `Resident memory, ${engine}`, x: { label: 'step' }, y: { label: 'MiB' }, series: [{ name: engine, points: memory.map(([step, bytes]) => [step, bytes / 2 ** 20] as const) }] }),
      }],
      data: { record, memory, line, seconds },
    }
  },
})

/** WebGPU takes fewer steps: it may be a software renderer. */
export const soakSections: readonly Section[] = [soakSection('soak', 'cpu', 10_000), soakSection('soakWebgpu', 'webgpu', 500)]

const inProcess = async (engine: string, steps: number): Promise<Soaked> => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', path.join(import.meta.dirname, '..', 'soak', 'index.ts'), '--engine', engine, '--steps', String(steps), '--json'], { maxBuffer: 2 ** 24, env: { ...process.env, ...kernelHeap(process.env, process.platform) } })
  return JSON.parse(stdout) as Soaked
}
