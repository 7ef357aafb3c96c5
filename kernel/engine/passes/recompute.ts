import { executionOrder } from '../executionOrder.ts'
import type { Graph, Node, Value } from '../graph.ts'
import { bytesOf, liveBytes } from '../liveBytes.ts'
import { workOf } from '../nodeWork.ts'
import { flopOfProduct } from '../productFlop.ts'
import { lifetimes, type Lifetimes } from './lifetimes.ts'
import { withCopies, type Copied } from './nodeCopies.ts'

/** What computing results again made of a graph. */
export interface Recomputed {
  graph: Graph
  /** Most bytes of results between its nodes at once. */
  peak: number
  /** Nodes that run again. */
  nodes: number
}

/** Beyond so many nodes a chain is not run again as a whole: what it starts from is kept. */
const longestChain = 40
/** What is aimed at in one round, as a share of the present peak: what lies far below it is not worth a thought yet. */
const stride = 0.97

/**
 * The same graph with results that are kept for long computed again before their late uses, until no more than `budget` bytes of results
 * are there at once or nothing helps (Chen et al. 2016, "Training deep nets with sublinear memory cost", but chosen by the graph's own
 * lifetimes: Jain et al. 2020, Checkmate). The cheapest by time for each byte that is freed for as long as the peak lasts is taken first.
 * What is computed is the same, but for last digits where a runtime joins nodes otherwise; it must not merge equal nodes again.
 * @param budget bytes of results between nodes at once
 * @param mostWork what it may add to the work of the graph, as a share of it
 */
export const recompute = (graph: Graph, budget: number, mostWork = Infinity): Recomputed => {
  const mostInAll = (1 + mostWork) * workOf(graph.nodes)
  let now = graph
  let work = workOf(graph.nodes)
  let profile = profileOf(liveIn(graph))
  let nodes = 0
  const refused = new Set<string>()
  /** What a copy is a copy of. */
  const origins = new Map<Value, Value>()
  while (profile.peak > budget) {
    const aim = Math.max(budget, stride * profile.peak)
    const chosen = choose(now, profile, aim, origins, refused)
    const before = excess(profile.live, aim)
    let taken = chosen.slice(0, enough(chosen, profile, aim))
    let accepted = false
    while (taken.length > 0 && !accepted) {
      // Told by the chains alone: near the limit most of what is tried is too much, and a graph takes long to make and to measure.
      const workThen = work + workOf(new Set(taken.flatMap(({ chain }) => [...chain])))
      const made = workThen <= mostInAll ? apply(now, taken, profile) : null
      const after = made && liveIn(made.graph)
      if (made && after && after.peak <= profile.peak && excess(after.live, aim) < before) {
        now = made.graph
        work = workThen
        profile = profileOf(after)
        nodes += made.nodes
        for (const [copy, origin] of made.origins) origins.set(copy, origins.get(origin) ?? origin)
        accepted = true
      } else {
        if (taken.length === 1) refused.add(taken[0]!.key)
        taken = taken.slice(0, Math.floor(taken.length / 2))
      }
    }
    if (!accepted && chosen.length === 0) break
  }
  return { graph: now, peak: profile.peak, nodes }
}

/** Bytes that are there while each node runs, in the order in which they do, and the most of them. */
interface Live {
  order: readonly Node[]
  live: readonly number[]
  peak: number
}

type Profile = Live & Lifetimes

const profileOf = (live: Live): Profile => ({ ...live, ...lifetimes(live.order) })

const liveIn = (graph: Graph): Live => {
  const order = executionOrder(graph)
  const live = liveBytes(graph, order)
  return { order, live, peak: live.reduce((peak, bytes) => Math.max(peak, bytes), 0) }
}

/** How far beyond a limit, summed over the nodes. */
const excess = (live: readonly number[], limit: number): number => live.reduce((sum, bytes) => sum + Math.max(0, bytes - limit), 0)

/** A value to be computed again, with what that takes. */
interface Choice {
  /** Of value and gap, whatever round. */
  key: string
  value: Value
  /** The place that it is last used at before the gap, or made at. */
  since: number
  /** The use from which on the copy is read. */
  from: number
  /** Nodes to run again. */
  chain: ReadonlySet<Node>
  /** Copies that are there already, in place of what they are copies of. */
  instead: ReadonlyMap<Value, Value>
  gain: number
  cost: number
}

/** All that lowers the excess, the best first. */
const choose = (graph: Graph, profile: Profile, aim: number, origins: ReadonlyMap<Value, Value>, refused: ReadonlySet<string>): Choice[] => {
  const over = counts(profile.live, aim)
  const outside = new Set<Value>(graph.outputs.map(({ value }) => profile.rootOf(value)))
  const twins = Map.groupBy(origins.keys(), (copy) => origins.get(copy)!)
  const found: Choice[] = []
  for (const [value, { made, uses }] of profile.lives) {
    if (outside.has(value) || bytesOf(value) * 1000 < profile.peak) continue
    let begin = made
    for (const use of uses) {
      const span = over(begin + 1, use)
      if (span > 0) {
        const ways = [0, 1, 2].map((way) => chainOf(value, use, way, profile, over, twins)).filter((way) => way !== null)
        const best = ways.map(({ kept, ...way }) => ({ ...way, gain: bytesOf(value) * span - kept })).filter(({ gain }) => gain > 0).sort((a, b) => b.gain / b.cost - a.gain / a.cost)[0]
        const key = `${value.name} ${uses.indexOf(use)} of ${uses.length}`
        if (best && !refused.has(key)) found.push({ key, value, since: begin, from: use, ...best })
      }
      begin = use
    }
  }
  const values = new Set<Value>()
  return found.sort((a, b) => b.gain / b.cost - a.gain / a.cost).filter(({ value }) => !values.has(value) && values.add(value))
}

/** How many of the first choices to take at once: as many as free what is too much, by their own count. */
const enough = (choices: readonly Choice[], { live, peak }: Profile, aim: number): number => {
  let missing = peak - aim
  const at = live.indexOf(peak)
  let count = 0
  for (const { value, since, from } of choices) {
    if (missing <= 0) break
    if (since < at && at < from) missing -= bytesOf(value)
    count++
  }
  return count
}

/** Number of nodes in an open range of places at which there is too much. */
const counts = (live: readonly number[], aim: number): ((from: number, to: number) => number) => {
  const sums = [0]
  for (const bytes of live) sums.push(sums.at(-1)! + (bytes > aim ? 1 : 0))
  return (from, to) => (to <= from ? 0 : sums[to]! - sums[from]!)
}

/**
 * The nodes that make a value again at a place, and what has to be kept for them.
 * @param way how far back it goes for what is not there any more: 0 not at all, 1 up to products, 2 as far as it has to
 */
const chainOf = (value: Value, at: number, way: number, { lives, makers, rootOf }: Profile, over: (from: number, to: number) => number, twins: ReadonlyMap<Value, readonly Value[]>): Way | null => {
  const chain = new Set<Node>()
  const instead = new Map<Value, Value>()
  const extended = new Set<Value>()
  const open = [makers.get(value)!]
  for (let node = open.pop(); node; node = open.pop()) {
    if (chain.has(node)) continue
    chain.add(node)
    if (chain.size > longestChain) return null
    for (const input of node.inputs) {
      const root = rootOf(input)
      const life = lives.get(root)
      if (!life || isThere(life, at)) continue
      const twin = twins.get(root)?.find((twin) => lives.has(twin) && isThere(lives.get(twin)!, at))
      if (twin) {
        instead.set(root, twin)
        continue
      }
      const maker = makers.get(root)!
      if (way === 2 || (way === 1 && flopOfProduct(maker) === 0)) open.push(maker)
      else extended.add(root)
    }
  }
  const kept = [...extended].reduce((sum, root) => sum + bytesOf(root) * over(lives.get(root)!.uses.at(-1)! + 1, at), 0)
  const cost = 1 + workOf(chain)
  return { chain, instead, kept, cost }
}

type Way = Pick<Choice, 'chain' | 'instead' | 'cost'> & {
  /** Bytes that are kept for it, times the nodes for which they are too much. */
  kept: number
}

const isThere = ({ made, uses }: { made: number; uses: readonly number[] }, at: number): boolean => made < at && (uses.at(-1) ?? made) >= at

/** The graph in which choices are made: late uses read copies. */
const apply = (graph: Graph, choices: readonly Choice[], { order, lives, ...of }: Profile): Copied =>
  withCopies(graph, choices.map(({ value, from, chain, instead }) => ({ value, chain, instead, readers: new Set(lives.get(value)!.uses.filter((use) => use >= from).map((use) => order[use]!)) })), of)
