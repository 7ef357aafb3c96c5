import type { CallMemory, MemoryTerms } from './engine.ts'
import type { Graph } from './graph.ts'
import { besideBytes, callBytes } from './graphMemory.ts'
import { workOf } from './nodeWork.ts'
import { recompute } from './passes/recompute.ts'

export interface Fitted {
  graph: Graph
  /** Outputs that are written over what is there. */
  over: ReadonlySet<string>
  memory: CallMemory
}

/**
 * A graph as it is where a call of it has room, else with results computed again until it has, or as far as that goes.
 * @param overIn which outputs of a graph may be written over what is there
 */
export const withinRoom = (graph: Graph, { room = Infinity, mostWork }: Pick<MemoryTerms, 'room' | 'mostWork'>, overIn: (graph: Graph) => ReadonlySet<string>): Fitted => {
  const over = overIn(graph)
  const bytes = callBytes(graph, over)
  const asItIs = { graph, over, memory: { bytes, recomputed: null } }
  if (bytes <= room) return asItIs
  const less = recompute(graph, Math.max(0, room - besideBytes(graph, over)), mostWork)
  const overThen = overIn(less.graph)
  const bytesThen = callBytes(less.graph, overThen)
  if (bytesThen >= bytes) return asItIs
  return { graph: less.graph, over: overThen, memory: { bytes: bytesThen, recomputed: { instead: bytes, moreWork: workOf(less.graph.nodes) / workOf(graph.nodes) - 1 } } }
}
