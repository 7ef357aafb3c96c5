import type { Graph } from '../graph.ts'
import { workOf } from '../nodeWork.ts'

/** Work for which one more thread is worth waking at every node. */
const flopPerThread = 5e7

/**
 * How many threads a graph is worth on a CPU. In a small one, such as a token's, they wait for each other at every node: a core
 * alone is as fast, and faster by half where other programs run beside it.
 */
export const worthwhileThreads = (graph: Graph, threads: number): number => Math.min(threads, Math.max(1, Math.floor(workOf(graph.nodes) / flopPerThread)))
