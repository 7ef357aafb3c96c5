import os from 'node:os'
import { parseConfig } from '../protocol/config/index.ts'
import type { DoctorReport } from '../protocol/kernelMessages.ts'
import { chosenDriverVariable } from '../protocol/vulkanDriver.ts'
import { trainingShape } from './data/trainingShape.ts'
import { graphicsAdapters } from './engine/adapters.ts'
import { createEngine, engineNames, engineTrouble, remedyOf, type EngineName } from './engine/engines.ts'
import { createOnnxEngine } from './engine/onnxEngine.ts'
import { vulkanDrivers } from './engine/vulkanDrivers.ts'
import { traceProgram } from './engine/trace/traceProgram.ts'
import { trainProgram } from './training/trainProgram.ts'

/**
 * What this machine can train with.
 * @param trace also says how many nodes of the nano preset's training step run on which provider
 * @param only the one engine to try; left out: all
 */
export const examine = async (trace: boolean, only?: string): Promise<DoctorReport> => {
  const { record } = createOnnxEngine({ threads: 0 })
  const engines: DoctorReport['engines'] = []
  // One after the other: two at once would share a graphics card.
  for (const name of engineNames.filter((name) => only === undefined || name === only)) engines.push(await examineEngine(name))
  return {
    engines,
    versions: record.versions,
    cpu: { model: record.adapter, cores: os.availableParallelism(), memoryBytes: os.totalmem() },
    adapters: [...graphicsAdapters()],
    drivers: vulkanDrivers(process.env, process.platform).map((driver) => ({ ...driver, chosen: driver.manifest === process.env[chosenDriverVariable] })),
    nodes: trace ? countNodes() : null,
  }
}

const examineEngine = async (name: EngineName): Promise<DoctorReport['engines'][number]> => {
  const trouble = await engineTrouble(name)
  if (trouble !== null) return { name, available: false, detail: `${trouble}; ${remedyOf(name)}` }
  const { record: { provider, threads, adapter, versions } } = await createEngine(name, { threads: 0 })
  const detail = {
    cpu: `${provider}, ${threads} threads on ${adapter}`,
    tensorflow: `${provider}, version ${versions['tensorflow']}, on ${adapter}`,
    reference: `${provider}: slow, for comparison`,
  }[name as string]
  return { name, available: true, detail: detail ?? provider }
}

const countNodes = (): Record<string, number> => {
  const config = parseConfig({ preset: 'nano' })
  const { graph } = traceProgram(trainProgram(config, trainingShape(config)))
  return { 'ONNX Runtime CPU (MLAS)': graph.nodes.length }
}
