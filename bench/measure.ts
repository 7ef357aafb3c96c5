import { setTimeout } from 'node:timers/promises'
import { messageOf } from '../protocol/errors.ts'
import { compareSides, type Agreement } from './agreement.ts'
import { otherLoad } from '../kernel/planning/engines/otherLoad.ts'
import { openOurs } from './ours.ts'
import { createProblem, type Problem } from './problem.ts'
import type { StepProfile } from './profile.ts'
import { NoReference } from './pythonProcess.ts'
import { openReference } from './reference.ts'
import type { Side } from './side.ts'
import type { Size } from './sizes.ts'
import { median, spread, type Spread } from './statistics.ts'

/** One side's numbers. */
export interface SideResult {
  about: Record<string, string>
  /** Milliseconds of a step. */
  step: Spread
  times: number[]
  /** Bytes. */
  peakMemory: number | null
  /** GFLOP/s of one large matrix product alone. */
  productRate: number
}

export interface SizeResult {
  size: Size
  /** Share of the cores that others kept busy just before and just after. */
  otherLoad: { before: number; after: number }
  ours: SideResult & { readySeconds: number; profile: StepProfile }
  reference: SideResult | null
  /** PyTorch in other ways: what a user may run in its place. Not the same arithmetic, so no agreement is asked of them. */
  variants: Partial<Record<Variant, SideResult | { without: string }>>
  /** Why there is no reference. */
  without: string | null
  agreement: Agreement | null
  /** The reference's median over ours; null where there is none or the two do not agree. */
  ratio: { medians: number; lowestRound: number; highestRound: number } | null
}

export const variants = ['compile', 'bf16'] as const
export type Variant = (typeof variants)[number]

export interface MeasureOptions {
  rounds: number
  threads: number
  python: string
  /** Told what is being done. */
  say: (text: string) => void
}

/** The sides of the product that both are timed on alone. */
export const productSides = [2048, 384, 1152] as const
const profiledSteps = 5
// The threads of the side that has had its turn spin a while before they sleep.
const pause = 300

export const measureSize = async (size: Size, options: MeasureOptions): Promise<SizeResult> => {
  const problem = createProblem(size)
  const before = await otherLoad(2000)
  const { agreement, without } = await checkSides(size, problem, options)
  const measured = await timeSides(size, problem, options, without === null && agreement?.agrees === true)
  const after = await otherLoad(2000)
  return { size, otherLoad: { before, after }, without, agreement, ...measured }
}

/** In processes of their own: what is copied out to be compared must not count as a side's memory. */
const checkSides = async (size: Size, problem: Problem, { threads, python, say }: MeasureOptions): Promise<Pick<SizeResult, 'agreement' | 'without'>> => {
  let reference: Side
  try {
    reference = await openReference(python, problem, threads)
  } catch (error) {
    if (error instanceof NoReference) return { agreement: null, without: error.message }
    throw error
  }
  say(`${size.name}: comparing losses and gradients`)
  const ours = await openOurs(size.name, threads)
  try {
    return { agreement: await compareSides(ours, reference), without: null }
  } finally {
    await Promise.all([ours.close(), reference.close()])
  }
}

const timeSides = async (size: Size, problem: Problem, options: MeasureOptions, compared: boolean): Promise<Pick<SizeResult, 'ours' | 'reference' | 'variants' | 'ratio'>> => {
  const { rounds, threads, python, say } = options
  const ours = await openOurs(size.name, threads)
  const reference = compared ? await openReference(python, problem, threads) : null
  const others = reference ? await openVariants(problem, options) : []
  const sides: Side[] = [ours, ...(reference ? [reference] : []), ...others.flatMap(({ side }) => side ?? [])]
  const times: number[][][] = sides.map(() => [])
  try {
    const counts: number[] = []
    for (const side of sides) {
      const [, second] = await side.run(2)
      counts.push(Math.max(1, Math.min(size.stepsEach, Math.floor(longestTurn / second!.milliseconds))))
    }
    for (let round = 0; round < rounds; round++) {
      say(`${size.name}: round ${round + 1} of ${rounds}`)
      for (const [i, side] of sides.entries()) {
        await setTimeout(pause)
        // The first step of a turn finds cold caches and sleeping threads.
        const [, ...timed] = await side.run(1 + counts[i]!)
        times[i]!.push(timed.map(({ milliseconds }) => milliseconds))
      }
    }
    const results = await Promise.all(sides.map((side, i) => resultOf(side, times[i]!.flat())))
    // One after the other: two at a time would share the cores.
    for (const [i, side] of sides.entries()) results[i]!.productRate = await side.productRate(...productSides)
    say(`${size.name}: profiling`)
    const profile = await ours.profile(profiledSteps)
    return {
      ours: { ...results[0]!, readySeconds: ours.readySeconds, profile },
      reference: results[1] ?? null,
      variants: Object.fromEntries(others.map(({ name, side, without }) => [name, side ? results[sides.indexOf(side)]! : { without }])),
      ratio: reference ? ratioOf(times[0]!, times[1]!) : null,
    }
  } finally {
    await Promise.all(sides.map((side) => side.close()))
  }
}

/** A side whose step is slow takes fewer steps a turn, ms: bf16 takes ten times as long where the processor has none. */
const longestTurn = 10_000

/** How long the first step of another way of PyTorch may take, ms: one compiles first, the other takes a minute a step where the processor has no bf16. */
const firstStep: Record<Variant, number> = { compile: 120_000, bf16: 15_000 }

/** Each other way of PyTorch, after a first step, or why it does not run here. */
const openVariants = async (problem: Problem, { python, threads, say }: MeasureOptions): Promise<{ name: Variant; side: Side | null; without: string }[]> => {
  const opened: { name: Variant; side: Side | null; without: string }[] = []
  for (const name of variants) {
    say(`starting PyTorch: ${name}`)
    const side = await openReference(python, problem, threads, name)
    try {
      const done = await Promise.race([side.run(1).then(() => true), setTimeout(firstStep[name], false, { ref: false })])
      if (!done) throw new Error(`its first step took over ${firstStep[name] / 1000} s`)
      opened.push({ name, side, without: '' })
    } catch (error) {
      await side.close()
      opened.push({ name, side: null, without: messageOf(error).split('\n')[0]! })
    }
  }
  return opened
}

const resultOf = async (side: Side, times: number[]): Promise<SideResult> =>
  ({ about: side.about, step: spread(times), times, peakMemory: await side.peakMemory(), productRate: 0 })

const ratioOf = (ours: number[][], reference: number[][]): SizeResult['ratio'] => {
  const each = ours.map((times, round) => median(reference[round]!) / median(times))
  return { medians: median(reference.flat()) / median(ours.flat()), lowestRound: Math.min(...each), highestRound: Math.max(...each) }
}
