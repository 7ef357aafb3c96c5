import { setTimeout } from 'node:timers/promises'
import { openDataset } from '../../kernel/data/open.ts'
import { trainingShape } from '../../kernel/data/trainingShape.ts'
import { createOnnxEngine } from '../../kernel/engine/onnxEngine.ts'
import { TrainingBatches } from '../../kernel/training/batches.ts'
import { initialState, trainProgram } from '../../kernel/training/trainProgram.ts'
import { maskNames, maskSettingName, parseConfig, type MaskSetting } from '../../protocol/config/index.ts'
import { otherLoad } from '../../kernel/planning/engines/otherLoad.ts'
import { median } from '../statistics.ts'
import type { BenchContext, Section } from './section.ts'

/** A mask of a user's own, and one that is another for every noise level, so that none of it can be kept from step to step. */
const ownMasks: readonly MaskSetting[] = [
  { name: 'own: every second row, 64 back', source: '({ q, k }) => k.index <= q.index && (q.index - k.index < 64 || k.row % 2 === q.row % 2) || (q.image !== null && q.image === k.image)' },
  { name: 'own: by noise level', source: '({ q, k }) => k.index <= q.index && k.noise <= q.noise + 0.5 || (q.image !== null && q.image === k.image)' },
]
const masks: readonly MaskSetting[] = ['causal', ...maskNames.filter((name) => name !== 'causal'), ...ownMasks]

/** More than this above the causal mask is too much. */
const allowed = 1.03
const busy = 0.05
const stepsEach = 6
/** The first steps find no batch prepared and no mask kept. */
const settling = 4

interface Timed {
  step: number
  batch: number
}

/** Whether who sees whom costs anything: the whole training step at T = 512 under every mask. */
export const masksSection: Section = {
  name: 'masks',
  title: 'Training step by attention mask',
  about: 'Batches made and run as in training: T 512, four sequences of packed documents, dim 128, 4 layers. One compiled step for all masks, since a mask is an input of it; ' +
    'masks take turns within a round, and a ratio is the median over rounds of a mask\'s median over that of the causal mask in the same round.',
  standard: false,
  async run(context) {
    const before = await otherLoad(2000)
    const times = await timeMasks(context)
    const load = Math.max(before, await otherLoad(2000))
    const medians = times.map((rounds) => rounds.map((steps) => median(steps.map(({ step }) => step))))
    const results = masks.map((mask, i) => ({
      mask: maskSettingName(mask), milliseconds: median(medians[i]!), ratio: median(medians[i]!.map((each, round) => each / medians[0]![round]!)),
      batch: median(times[i]!.flat().map(({ batch }) => batch)),
    }))
    const slow = results.filter(({ ratio }) => ratio > allowed)
    return {
      tables: [{
        columns: ['mask', 'step, ms', 'of it the batch with its mask, ms', 'against causal'],
        rows: results.map(({ mask, milliseconds, batch, ratio }) => [mask, milliseconds.toFixed(1), batch.toFixed(1), ratio.toFixed(3)]),
      }],
      notes: [
        slow.length === 0 ? 'No mask takes over 3 % more than the causal one.' : `**More than 3 % above the causal mask: ${slow.map(({ mask }) => mask).join(', ')}.**`,
        ...(load > busy ? [`**Other programs kept ${(100 * load).toFixed(0)} % of the cores busy.**`] : []),
      ],
      data: results,
      differs: slow.length > 0,
    }
  },
}

/** [mask][round][step] */
const timeMasks = async ({ threads, rounds, say }: BenchContext): Promise<Timed[][][]> => {
  const configOf = (mask: MaskSetting) => parseConfig({ preset: 'nano', 'data.sequenceLength': 512, 'train.batch': 4, 'train.optimizer': 'adamw', 'train.lr': 1e-3, mask })
  const config = configOf('causal')
  const engine = createOnnxEngine({ threads })
  const dataset = await openDataset(config)
  const compiled = await engine.compile(trainProgram(config, trainingShape(config)))
  const state = engine.createState(initialState(config))
  const step = async (batches: TrainingBatches): Promise<Timed> => {
    const began = performance.now()
    const { inputs } = await batches.next()
    const made = performance.now()
    await compiled.run({ ...inputs, lr: Float32Array.of(1e-4), correction1: Float32Array.of(1), correction2: Float32Array.of(1) }, state)
    return { step: performance.now() - began, batch: made - began }
  }
  const sources = masks.map((mask) => new TrainingBatches(configOf(mask), dataset, 0))
  const times: Timed[][][] = masks.map(() => [])
  try {
    for (const source of sources) for (let i = 0; i < settling; i++) await step(source)
    for (let round = 0; round < rounds; round++) {
      // Another mask begins each round: what comes first after a pause finds a cooler processor.
      for (const at of masks.keys()) {
        const mask = (at + round) % masks.length
        say(`round ${round + 1} of ${rounds}: ${maskSettingName(masks[mask]!)}`)
        await setTimeout(50)
        await step(sources[mask]!)
        const steps: Timed[] = []
        for (let i = 0; i < stepsEach; i++) steps.push(await step(sources[mask]!))
        times[mask]!.push(steps)
      }
    }
    return times
  } finally {
    await compiled.dispose()
    state.dispose()
  }
}
