import type { RunConfig } from '../../protocol/config/index.ts'
import { elements, type HostTensors } from '../engine/engine.ts'
import { createOnnxEngine } from '../engine/onnxEngine.ts'
import { Random } from '../random/stream.ts'
import { autoencoderInputs, autoencoderProgram, initialAutoencoder } from './trainProgram.ts'

/** For tests: some training steps of an autoencoder on one batch, what each said, and the state after them. */
export const takeSteps = async (config: RunConfig, steps: number): Promise<{ losses: Record<string, number>[]; state: HostTensors }> => {
  const engine = createOnnxEngine({ threads: 1 })
  const compiled = await engine.compile(autoencoderProgram(config))
  const state = engine.createState(initialAutoencoder(config))
  const batch = Object.fromEntries(Object.entries(autoencoderInputs(config)).map(([name, { shape }], index) => [name, new Random({ seed: 5, stream: 'content', index }).fillNormal(new Float32Array(elements(shape)))]))
  const losses: Record<string, number>[] = []
  for (let step = 0; step < steps; step++) {
    const out = await compiled.run({ ...batch, lr: Float32Array.of(1e-2), correction1: Float32Array.of(1), correction2: Float32Array.of(1) }, state)
    losses.push(Object.fromEntries(Object.entries(out).map(([name, { data }]) => [name, data[0]!])))
  }
  return { losses, state: await state.read() }
}
