import { canonicalJson, changeConfig, type Json, type RunConfig } from '../config/index.ts'
import { messageOf } from '../errors.ts'
import type { RunRecord } from '../records.ts'
import { seedPath, variantsOf } from './variants.ts'

type GridRun = Pick<RunRecord, 'id' | 'name' | 'status' | 'step' | 'config'>

/** One point of a study: a value of each knob, and a seed. */
export interface GridCell {
  values: Json[]
  seed: number
  /** The run of exactly this config, wherever it was started; null is a hole. */
  run: GridRun | null
  /** What would be trained; null where these values do not fit together. */
  config: RunConfig | null
  /** Why they do not. */
  problem: string | null
}

/** A study as a picture with holes: every combination of the knobs' values, with every seed. */
export interface StudyGrid {
  knobs: { path: string; values: Json[] }[]
  seeds: number[]
  cells: GridCell[]
}

/** What is added to a study before it is trained. */
export interface GridExtension {
  seeds: readonly number[]
  values: Readonly<Record<string, readonly Json[]>>
}

export const noExtension: GridExtension = { seeds: [], values: {} }

/** More cells than this are no picture, and runs that differ in more keys than this no grid. */
const mostCells = 400
const mostKnobs = 3

const keys = new WeakMap<RunConfig, string>()
const keyOf = (config: RunConfig): string => {
  const known = keys.get(config) ?? canonicalJson(config)
  keys.set(config, known)
  return known
}

/** What equal configs have in common, and most others do not; quick to say. */
const signOf = ({ data, model, patch, loss, train }: RunConfig): string =>
  `${train.seed} ${train.steps} ${train.batch} ${train.lr} ${loss.lambda} ${model.dim} ${model.layers} ${patch.size} ${data.name}`

type Point = Pick<GridCell, 'config' | 'problem'>
const points = new Map<string, Point>()

/** The config of a point. Kept, because a grid is drawn again with every step of a run and parsing all of it would be felt. */
const pointOf = (base: RunConfig, changes: Record<string, unknown>): Point => {
  const key = `${keyOf(base)} ${canonicalJson(changes)}`
  const known = points.get(key)
  if (known) return known
  if (points.size > 2 * mostCells) points.clear()
  const made = parsePoint(base, changes)
  points.set(key, made)
  return made
}

const seeded = new WeakMap<RunConfig, Map<number, Point>>()

/** The same point with a seed that a run had: nothing else depends on it, so nothing is checked again. Kept as `pointOf` is. */
const withSeed = (point: Point, seed: number): Point => {
  const { config } = point
  if (config === null) return point
  const known = seeded.get(config) ?? new Map<number, Point>()
  seeded.set(config, known)
  const made = known.get(seed) ?? { config: { ...config, train: { ...config.train, seed } }, problem: null }
  known.set(seed, made)
  return made
}

const parsePoint = (base: RunConfig, changes: Record<string, unknown>): Point => {
  try {
    return { config: changeConfig(base, changes), problem: null }
  } catch (thrown) {
    return { config: null, problem: messageOf(thrown) }
  }
}

/**
 * The grid that some runs span: their knobs' values, times their seeds.
 * @param all every run there is: one that was trained elsewhere with exactly the config of a cell fills it
 * @returns null where the runs span no grid, or one too large to be seen
 */
export const studyGrid = (runs: readonly GridRun[], all: readonly GridRun[], extension: GridExtension = noExtension): StudyGrid | null => {
  const first = runs[0]
  if (!first) return null
  const { knobs: paths, variants } = variantsOf(runs.map((run) => ({ ...run, metrics: new Map() })))
  const knobs = paths.map((path, i) => ({ path, values: distinct([...variants.map(({ values }) => values[i]!), ...(extension.values[path] ?? [])]) }))
  const seeds = [...new Set([...runs.map(({ config }) => config.train.seed), ...extension.seeds])].sort((a, b) => a - b)
  const count = knobs.reduce((product, { values }) => product * values.length, seeds.length)
  if (count < 2 || count > mostCells || knobs.length > mostKnobs) return null
  const combinations = knobs.reduce<Json[][]>((before, { values }) => before.flatMap((point) => values.map((value) => [...point, value])), [[]])
  const places = combinations.flatMap((values) => {
    const changes = Object.fromEntries(knobs.map(({ path }, i) => [path, values[i]]))
    const known = pointOf(first.config, changes)
    return seeds.map((seed) => ({ values, seed, point: extension.seeds.includes(seed) ? pointOf(first.config, { ...changes, [seedPath]: seed }) : withSeed(known, seed) }))
  })
  // Of thousands of runs only those are looked at closely that could be one of these.
  const likely = new Set(places.flatMap(({ point: { config } }) => (config ? [signOf(config)] : [])))
  const byConfig = Map.groupBy(all.filter(({ config }) => likely.has(signOf(config))), ({ config }) => keyOf(config))
  const cells = places.map(({ values, seed, point }): GridCell => {
    if (point.config === null) return { values, seed, run: null, ...point }
    const same = (byConfig.get(keyOf(point.config)) ?? []).toSorted((a, b) => (a.id < b.id ? 1 : -1))
    return { values, seed, run: same.find(({ status }) => status === 'finished') ?? same[0] ?? null, ...point }
  })
  return { knobs, seeds, cells }
}

/** Holes, and runs that ended before they were done: what it takes to make the grid whole. */
export const missingCells = ({ cells }: StudyGrid): GridCell[] =>
  cells.filter(({ run, config }) => config !== null && (run === null || ['failed', 'cancelled', 'crashed'].includes(run.status)))

const distinct = (values: readonly Json[]): Json[] => {
  const once = [...new Map(values.map((value) => [canonicalJson(value), value])).values()]
  return once.every((value) => typeof value === 'number') ? once.sort((a, b) => a - b) : once
}
