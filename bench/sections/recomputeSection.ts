import { otherLoad } from '../../kernel/planning/engines/otherLoad.ts'
import { openOurs, type Ours } from '../ours.ts'
import { sizes } from '../sizes.ts'
import { median } from '../statistics.ts'
import type { BenchContext, Section } from './section.ts'

/** Room for a step, as shares of what it takes with everything kept. */
const shares = [1, 0.75, 0.5, 0.35] as const
const busy = 0.05

interface Traded {
  size: string
  share: number
  /** By the engine's estimate, bytes. */
  estimate: number
  moreWork: number
  /** Resident at most, bytes. */
  peak: number
  milliseconds: number
  /** Of the last step: whether it is that with everything kept. */
  sameLoss: boolean
}

/** What memory costs in time: the same step with less and less room, results computed again in place of being kept. */
export const recomputeSection: Section = {
  name: 'recompute',
  title: 'Memory against time: results computed again',
  about: 'The training step of each size where it has room for all, three quarters, half and 35 % of what it takes beside its state by the engine\'s own estimate (engine.recompute). ' +
    'Each in a process of its own, whose most resident memory counts Node, ONNX Runtime and the state too; they take turns, and milliseconds are medians.',
  standard: false,
  async run(context) {
    const before = await otherLoad(2000)
    const traded: Traded[] = []
    for (const name of context.sizes) traded.push(...await trade(name, context))
    const load = Math.max(before, await otherLoad(2000))
    const whole = ({ size }: Traded): Traded => traded.find((each) => each.size === size && each.share === 1)!
    const mebibytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(0)
    return {
      tables: [{
        columns: ['size', 'room', 'estimate, MiB', 'more work, estimated', 'resident at most, MiB', 'step, ms', 'against all kept'],
        rows: traded.map((each) => [
          each.size, `${100 * each.share} %`, mebibytes(each.estimate), `${(100 * each.moreWork).toFixed(1)} %`, mebibytes(each.peak), each.milliseconds.toFixed(1), (each.milliseconds / whole(each).milliseconds).toFixed(3),
        ]),
      }],
      notes: [
        traded.every(({ sameLoss }) => sameLoss) ? 'After the same steps the loss is the same to 1e-5, whatever is computed again.' : '**The loss depends on what is computed again.**',
        ...(load > busy ? [`**Other programs kept ${(100 * load).toFixed(0)} % of the cores busy, so these times are not to be trusted.**`] : []),
      ],
      data: { traded, otherLoad: load },
      differs: traded.some(({ sameLoss }) => !sameLoss),
    }
  },
}

const trade = async (name: string, { threads, rounds, say }: BenchContext): Promise<Traded[]> => {
  const opened: Ours[] = []
  const times = shares.map((): number[] => [])
  const losses = shares.map(() => NaN)
  try {
    for (const share of shares) opened.push(await openOurs(name, threads, opened[0] ? share * opened[0].memory.bytes : Infinity))
    // The first round is the first time that memory is touched.
    for (let round = 0; round <= rounds; round++) {
      for (const at of shares.keys()) {
        const turn = (at + round) % shares.length
        say(`${name}: round ${round} of ${rounds}, room ${100 * shares[turn]!} %`)
        const steps = await opened[turn]!.run(Math.max(2, Math.floor(sizes[name]!.stepsEach / 2)))
        losses[turn] = steps.at(-1)!.losses['total']!
        if (round > 0) times[turn]!.push(...steps.map(({ milliseconds }) => milliseconds))
      }
    }
    return await Promise.all(shares.map(async (share, i) => ({
      size: name, share, estimate: opened[i]!.memory.bytes, moreWork: opened[i]!.memory.recomputed?.moreWork ?? 0,
      peak: (await opened[i]!.peakMemory()) ?? NaN, milliseconds: median(times[i]!), sameLoss: Math.abs(losses[i]! / losses[0]! - 1) < 1e-5,
    })))
  } finally {
    for (const ours of opened) await ours.close()
  }
}
