import type { MetricCurve, MetricPoint } from '../../protocol/records.ts'
import { readNumber } from '../client/frames.ts'
import { Series } from './series.ts'

/** Least milliseconds between two redraws of what watches a run. */
const interval = 200

/**
 * The metric points of all runs that something on the page looks at. Points go into typed arrays at once; watchers hear
 * of them at most five times a second, however many come.
 */
export class MetricStore {
  readonly #runs = new Map<string, Map<string, Series>>()
  readonly #watchers = new Map<string, Set<() => void>>()
  readonly #versions = new Map<string, number>()
  readonly #changed = new Set<string>()
  #timer: ReturnType<typeof setTimeout> | null = null
  #told = -Infinity

  /** Live points. Those of a run that nobody has loaded are dropped: loading it brings them. */
  append(run: string, points: readonly MetricPoint[]): void {
    const keys = this.#runs.get(run)
    if (!keys) return
    for (const { key, step, value } of points) seriesOf(keys, key).append(step, readNumber(value))
    this.#touch(run)
  }

  /** What the host has of a run; points that came live meanwhile and are newer stay. */
  load(run: string, curves: readonly MetricCurve[]): void {
    const before = this.#runs.get(run)
    const keys = new Map(curves.map((curve) => [curve.key, Series.of(curve)]))
    for (const [key, live] of before ?? []) seriesOf(keys, key).follow(live)
    this.#runs.set(run, keys)
    this.#touch(run)
  }

  /** From here on the live points of the run are kept. */
  open(run: string): void {
    if (!this.#runs.has(run)) this.#runs.set(run, new Map())
  }

  isOpen(run: string): boolean {
    return this.#runs.has(run)
  }

  openRuns(): string[] {
    return [...this.#runs.keys()]
  }

  series(run: string, key: string): Series | undefined {
    return this.#runs.get(run)?.get(key)
  }

  keys(run: string): string[] {
    return [...(this.#runs.get(run)?.keys() ?? [])]
  }

  last(run: string, key: string): number | undefined {
    return this.series(run, key)?.lastValue
  }

  /** A number that changes when watchers of the run were told. */
  version(run: string): number {
    return this.#versions.get(run) ?? 0
  }

  watch(run: string, watcher: () => void): () => void {
    const watchers = this.#watchers.get(run) ?? new Set()
    this.#watchers.set(run, watchers.add(watcher))
    return () => void watchers.delete(watcher)
  }

  #touch(run: string): void {
    this.#changed.add(run)
    this.#timer ??= setTimeout(() => this.#tell(), Math.max(0, this.#told + interval - Date.now()))
  }

  #tell(): void {
    this.#timer = null
    this.#told = Date.now()
    const runs = [...this.#changed]
    this.#changed.clear()
    for (const run of runs) this.#versions.set(run, this.version(run) + 1)
    const watchers = new Set(runs.flatMap((run) => [...(this.#watchers.get(run) ?? [])]))
    for (const watcher of watchers) watcher()
  }
}

const seriesOf = (keys: Map<string, Series>, key: string): Series => {
  const found = keys.get(key)
  if (found) return found
  const made = new Series()
  keys.set(key, made)
  return made
}
