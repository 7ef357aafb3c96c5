import type { RunConfig } from '../../../protocol/config/index.ts'
import type { HostTensors } from '../../engine/engine.ts'
import type { Graph } from '../../engine/graph.ts'
import type { Content } from '../content.ts'
import { openGraph, weightName, withWeights } from '../graphs/exportedGraph.ts'
import { exportedPrograms } from '../graphs/programs.ts'
import { modelFiles } from '../modelFiles.ts'
import { toGraphDef, typeOf, type Weight } from './graphDef.ts'
import { attr } from './nodeDef.ts'

/** What tfjs's own converter cuts weights into: small enough for a browser to keep each in its cache. */
const shardBytes = 4 * 2 ** 20

/**
 * The files of a TensorFlow.js export: one graph model with all graphs in it, which share their weights. An input or output is called
 * GRAPH/NAME; `model.execute` computes what the outputs that are asked for need, and wants no more inputs than that.
 */
export const tfjsFiles = (parameters: HostTensors, config: RunConfig): Content[] => {
  const shared = new Set(Object.keys(parameters).map(weightName))
  const graphs = exportedPrograms(config).map((program) => ({ prefix: program.name, graph: withWeights(openGraph(program), parameters) }))
  const converted = graphs.map(({ prefix, graph }) => toGraphDef(graph, prefix, shared))
  const nodes = new Map(converted.flatMap(({ nodes }) => nodes.map((node) => [node.name, node] as const)))
  const weights = [...new Map(converted.flatMap(({ weights }) => weights.map((weight) => [weight.name, weight] as const))).values()]
  const bytes = weights.reduce((sum, { data }) => sum + data.byteLength, 0)
  const count = Math.max(1, Math.ceil(bytes / shardBytes))
  const shards = Array.from({ length: count }, (_, i) => `group1-shard${i + 1}of${count}.bin`)
  const model = {
    format: 'graph-model', generatedBy: 'transfusion-lab', convertedBy: null,
    signature: signatureOf(graphs),
    modelTopology: { node: [...nodes.values()], library: {}, versions: { producer: 440 } },
    weightsManifest: [{ paths: shards, weights: weights.map(({ name, shape, dtype }) => ({ name, shape, dtype })) }],
  }
  return [
    { name: 'model.json', pieces: () => [JSON.stringify(model)] },
    ...shards.map((name, i): Content => ({ name, bytes: Math.min(shardBytes, bytes - i * shardBytes), pieces: () => bytesBetween(weights, i * shardBytes, (i + 1) * shardBytes) })),
    ...modelFiles(config, 'fp32'),
  ]
}

interface Named {
  prefix: string
  graph: Graph
}

const signatureOf = (graphs: readonly Named[]) => {
  const entry = (name: string, value: Graph['inputs'][number]) => [name, { name: `${name}:0`, dtype: typeOf(value), tensorShape: attr.openDims(value.shape) }] as const
  return {
    inputs: Object.fromEntries(graphs.flatMap(({ prefix, graph }) => graph.inputs.map((input) => entry(`${prefix}/${input.name}`, input)))),
    outputs: Object.fromEntries(graphs.flatMap(({ prefix, graph }) => graph.outputs.map(({ name, value }) => entry(`${prefix}/${name}`, value)))),
  }
}

/** A stretch of all weights one after another. */
const bytesBetween = function* (weights: readonly Weight[], from: number, to: number): Generator<Uint8Array> {
  let at = 0
  for (const { data } of weights) {
    const start = Math.max(from, at), end = Math.min(to, at + data.byteLength)
    if (start < end) yield new Uint8Array(data.buffer, data.byteOffset + start - at, end - start)
    at += data.byteLength
  }
}
