import os from 'node:os'
import { parseConfig } from '../protocol/config/index.ts'
import type { DoctorReport } from '../protocol/kernelMessages.ts'
import { trainingShape } from './data/trainingShape.ts'
import { createOnnxEngine } from './engine/onnxEngine.ts'
import { providers, type OnnxEngineName } from './engine/onnxruntime/providers.ts'
import { engineTrouble, remedyOf } from './engine/open.ts'
import { traceProgram } from './engine/trace/traceProgram.ts'
import { trainProgram } from './training/trainProgram.ts'

/**
 * What this machine can train with.
 * @param trace also says how many nodes of the nano preset's training step run on which provider
 */
export const examine = async (trace: boolean): Promise<DoctorReport> => {
  const { record } = createOnnxEngine({ threads: 0 })
  const nodes = trace ? countNodes() : null
  return {
    engines: [
      { name: 'cpu', available: true, detail: `${record.provider}, ${record.threads} threads on ${record.adapter}` },
      ...(await others()),
      { name: 'reference', available: true, detail: 'tfjs cpu: slow, for comparison' },
    ],
    versions: record.versions,
    cpu: { model: record.adapter, cores: os.availableParallelism(), memoryBytes: os.totalmem() },
    nodes,
  }
}

/** Every other engine, tried one after the other: whether it works here, or why not and what would bring it. */
const others = async (): Promise<DoctorReport['engines']> => {
  const found: DoctorReport['engines'] = []
  for (const name of (Object.keys(providers) as OnnxEngineName[]).filter((engine) => engine !== 'cpu')) {
    const trouble = await engineTrouble(name)
    found.push({ name, available: trouble === null, detail: trouble === null ? providers[name].title : `${trouble}; ${remedyOf(name)}` })
  }
  return found
}

const countNodes = (): Record<string, number> => {
  const config = parseConfig({ preset: 'nano' })
  const { graph } = traceProgram(trainProgram(config, trainingShape(config)))
  return { 'ONNX Runtime CPU (MLAS)': graph.nodes.length }
}
