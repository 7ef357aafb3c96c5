import { lineChart } from '../charts/lineChart.ts'
import { soakInProcess } from '../soak/inProcess.ts'
import { growthWords, withinNoise } from '../soak/words.ts'
import type { Section } from './section.ts'

/** Memory over many steps of one engine. */
const soakSection = (name: string, engine: string, steps: number, heap: string): Section => ({
  name,
  title: `Memory over ${steps.toLocaleString('en')} steps on ${engine}`,
  about: `A very small model trains with its evaluations and checkpoints (\`npm run soak -- --engine ${engine} --steps ${steps}\`), in a process of its own ${heap}. Resident memory is taken a hundred times, ` +
    'garbage collected before; the growth is the median slope between any two readings of the second half (Theil and Sen), with the 95 % interval of its ranks, widened by the readings\' autocorrelation (Hamed and Rao).',
  standard: false,
  async run({ say }) {
    say(`soak: ${steps} steps on ${engine}`)
    const { engine: record, memory, trend, seconds } = await soakInProcess(engine, steps, (step) => say(`soak: step ${step} of ${steps} on ${engine}`))
    const mebibytes = ([, bytes]: readonly [number, number]): string => (bytes / 2 ** 20).toFixed(1)
    return {
      tables: [{
        columns: ['engine', 'minutes', 'first, MiB', 'half-way, MiB', 'at the end, MiB', 'growth, KiB per 1,000 steps', 'within noise of 0'],
        rows: [[`${record.engine} (${record.provider}, ${record.adapter})`, (seconds / 60).toFixed(1), mebibytes(memory[0]!), mebibytes(memory[Math.floor(memory.length / 2)]!), mebibytes(memory.at(-1)!),
          growthWords(trend), withinNoise(trend) ? 'yes' : 'no']],
      }],
      charts: [{
        name, alt: `Resident memory over ${steps} steps on ${engine}`,
        svg: lineChart({ title: `Resident memory, ${engine}`, x: { label: 'step' }, y: { label: 'MiB' }, series: [{ name: engine, points: memory.map(([step, bytes]) => [step, bytes / 2 ** 20] as const) }] }),
      }],
      data: { record, memory, trend, seconds },
    }
  },
})

/** WebGPU takes fewer steps: it may be a software renderer. */
export const soakSections: readonly Section[] = [
  soakSection('soak', 'cpu', 10_000, 'that is started as a kernel is'),
  soakSection('soakWebgpu', 'webgpu', 2_000, 'that is started as a kernel is, but with the system\'s own heap, so that stacks of a software renderer\'s fibres count where they are used'),
]
