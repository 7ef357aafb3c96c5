import { sizeOf, type Graph } from '../graph.ts'
import { productFlop } from '../productFlop.ts'

/** In the time that a core takes to make one number outside of products, it does about so many operations within one. */
const flopPerNumber = 50
/** Work for which one more thread is worth waking at every node. */
const flopPerThread = 5e7

const workOf = (graph: Graph): number =>
  productFlop(graph) + flopPerNumber * graph.nodes.reduce((sum, { outputs }) => outputs.reduce((size, { shape }) => size + sizeOf(shape), sum), 0)

/**
 * How many threads a graph is worth on a CPU. In a small one, such as a token's, they wait for each other at every node: a core
 * alone is as fast, and faster by half where other programs run beside it.
 */
export const worthwhileThreads = (graph: Graph, threads: number): number => Math.min(threads, Math.max(1, Math.floor(workOf(graph) / flopPerThread)))
