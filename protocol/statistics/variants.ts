import { canonicalJson, configDifference, type Json, type RunConfig } from '../config/index.ts'
import type { RunStatus } from '../records.ts'
import { variantLabels } from './variantLabels.ts'

/** A run as a comparison needs it. */
export interface ComparedRun {
  id: string
  name: string
  status: RunStatus
  step: number
  config: RunConfig
  /** The last value of each metric. */
  metrics: ReadonlyMap<string, number>
}

/** What runs that differ only in their seed have in common, and the runs. */
export interface Variant {
  /** Canonical JSON of the config without its seed: equal for equal variants, exactly. */
  key: string
  /** `λ = 5, patch = 4`: the keys in which the variants differ, or of many those that tell it from the others. */
  label: string
  values: Json[]
  /** One run a seed, ascending. Of several runs of one config, the newest that finished, else the newest. */
  runs: ComparedRun[]
  /** The runs whose last values count: those that finished, as long as any run of the comparison did. */
  counted: ComparedRun[]
}

export interface Variants {
  /** The config keys in which the variants differ, without the seed. */
  knobs: string[]
  variants: Variant[]
}

/** The runs of a variant that no mean has in it: they have not reached their end. */
export const leftOut = ({ runs, counted }: Variant): ComparedRun[] => runs.filter((run) => !counted.includes(run))

/** How a run of a variant that is left out of its mean is called: `λ = 20, seed 1 (crashed)`. */
export const leftOutLabel = ({ label }: Variant, { config, status }: Pick<ComparedRun, 'config' | 'status'>): string => `${label}, seed ${config.train.seed} (${status})`

export const seedPath = 'train.seed'

/** The config without its seed, as text: 3e-4 is not 1e-4, and a missing key is not its default. */
export const variantKey = ({ train: { seed: _seed, ...train }, ...rest }: RunConfig): string => canonicalJson({ ...rest, train })

/** Groups runs by all of their config but the seed; sorted by the values of the knobs. */
export const variantsOf = (runs: readonly ComparedRun[]): Variants => {
  const groups = Map.groupBy(runs, ({ config }) => variantKey(config))
  const firsts = [...groups.values()].map(([first]) => first!)
  const differences = configDifference(firsts.map(({ config }) => config)).filter(({ path }) => path !== seedPath)
  const knobs = differences.map(({ path }) => path)
  const someFinished = runs.some(({ status }) => status === 'finished')
  const rows = firsts.map((_, place) => differences.map((difference) => difference.values[place] ?? null))
  const labels = variantLabels(knobs, rows)
  const variants = [...groups].map(([key, members], place): Variant => {
    const chosen = oneEachSeed(members)
    return {
      key, values: rows[place]!, runs: chosen, label: labels[place]!,
      counted: someFinished ? chosen.filter(({ status }) => status === 'finished') : chosen,
    }
  })
  return { knobs, variants: variants.sort((a, b) => compareValues(a.values, b.values)) }
}

const oneEachSeed = (runs: readonly ComparedRun[]): ComparedRun[] =>
  [...Map.groupBy(runs, ({ config }) => config.train.seed)].sort(([a], [b]) => a - b).map(([, same]) => {
    const newest = same.toSorted((a, b) => (a.id < b.id ? 1 : -1))
    return newest.find(({ status }) => status === 'finished') ?? newest[0]!
  })

/** Numbers by size, everything else as it came. */
const compareValues = (a: readonly Json[], b: readonly Json[]): number => {
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i], b[i]]
    if (typeof x === 'number' && typeof y === 'number' && x !== y) return x - y
  }
  return 0
}
