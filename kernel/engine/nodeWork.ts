import { sizeOf, type Node } from './graph.ts'
import { renames } from './liveBytes.ts'
import { flopOfProduct } from './productFlop.ts'

/** In the time that a core takes to make one number outside of products, it does about so many operations within one. */
const flopPerNumber = 50

/** How long a node takes on a CPU, as the operations that a product does in that time. */
export const nodeWork = (node: Node): number =>
  renames(node) ? 0 : flopOfProduct(node) + flopPerNumber * node.outputs.reduce((sum, { shape }) => sum + sizeOf(shape), 0)

/** Of many nodes. */
export const workOf = (nodes: Iterable<Node>): number => {
  let sum = 0
  for (const node of nodes) sum += nodeWork(node)
  return sum
}
