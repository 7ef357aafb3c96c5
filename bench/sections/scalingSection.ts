import { createOnnxEngine } from '../../kernel/engine/onnxEngine.ts'
import { otherLoad } from '../../kernel/planning/engines/otherLoad.ts'
import { timeStep } from '../../kernel/planning/timeStep.ts'
import { changeConfig, parseConfig, type RunConfig } from '../../protocol/config/index.ts'
import { lineChart } from '../charts/lineChart.ts'
import { fitLine } from '../line.ts'
import type { Section } from './section.ts'

const base = parseConfig({
  'model.dim': 128, 'model.layers': 2, 'model.heads': 4, 'image.size': 32, 'patch.size': 4, 'data.sequenceLength': 256, 'train.batch': 2,
  'diffusion.timeEmbedding': 'patch', 'train.optimizer': 'adamw', 'train.steps': 1000,
})

/** What is varied, one thing at a time. */
const axes: { name: string; values: number[]; at: (value: number) => RunConfig }[] = [
  { name: 'T', values: [128, 256, 512, 1024, 2048], at: (value) => changeConfig(base, { 'data.sequenceLength': value }) },
  { name: 'batch', values: [1, 2, 4, 8, 16], at: (value) => changeConfig(base, { 'train.batch': value }) },
  { name: 'layers', values: [1, 2, 4, 8], at: (value) => changeConfig(base, { 'model.layers': value }) },
  { name: 'D', values: [64, 128, 256, 512], at: (value) => changeConfig(base, { 'model.dim': value }) },
]

const busy = 0.05

/** Step time against length, batch, depth and width. */
export const scalingSection: Section = {
  name: 'scaling',
  title: 'How the step grows',
  about: 'One training step of our engine on the CPU while one thing is varied and the others stay: T 256, batch 2, 2 layers, D 128, 4 heads. Best of up to four steps. ' +
    'The exponent is the slope of a line through the logarithms of the last three points: 1 where the time is proportional, 2 where it is quadratic.',
  standard: true,
  async run({ threads, say }) {
    const engine = createOnnxEngine({ threads })
    const before = await otherLoad(2000)
    const found = []
    for (const { name, values, at } of axes) {
      const points: [number, number][] = []
      for (const value of values) {
        say(`scaling: ${name} ${value}`)
        points.push([value, await timeStep(at(value), engine)])
      }
      const { slope } = fitLine(points.slice(-3).map(([x, y]) => [Math.log(x), Math.log(y)] as const))
      found.push({ name, points, exponent: slope })
    }
    const load = Math.max(before, await otherLoad(2000))
    return {
      tables: [{
        columns: ['varied', 'milliseconds of a step', 'exponent'],
        rows: found.map(({ name, points, exponent }) => [name, points.map(([x, y]) => `${x}: ${y.toFixed(1)}`).join(' · '), exponent.toFixed(2)]),
      }],
      charts: [{
        name: 'scaling', alt: 'Step time against sequence length, batch, layers and width, on logarithmic axes',
        svg: lineChart({
          title: 'Training step', x: { label: 'factor over T 128, batch 1, 1 layer, D 64', log: true }, y: { label: 'ms', log: true },
          series: found.map(({ name, points, exponent }) => ({ name: `${name}, exponent ${exponent.toFixed(2)}`, points: points.map(([x, y]) => [x / points[0]![0], y] as const) })),
        }),
      }],
      notes: load > busy ? [`**Other programs kept ${(100 * load).toFixed(0)} % of the cores busy, so these times are not to be trusted.**`] : [],
      data: { found, load },
    }
  },
}
