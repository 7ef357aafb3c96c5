import os from 'node:os'
import { parseConfig } from '../protocol/config/index.ts'
import type { DoctorReport } from '../protocol/kernelMessages.ts'
import { trainingShape } from './data/batch.ts'
import { createOnnxEngine } from './engine/onnxEngine.ts'
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
      { name: 'reference', available: true, detail: 'tfjs cpu: slow, for comparison' },
    ],
    versions: record.versions,
    cpu: { model: record.adapter, cores: os.availableParallelism(), memoryBytes: os.totalmem() },
    nodes,
  }
}

const countNodes = (): Record<string, number> => {
  const config = parseConfig({ preset: 'nano' })
  const { graph } = traceProgram(trainProgram(config, trainingShape(config)))
  return { 'ONNX Runtime CPU (MLAS)': graph.nodes.length }
}
