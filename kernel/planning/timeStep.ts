import type { RunConfig } from '../../protocol/config/index.ts'
import { elements, type Engine, type Specs } from '../engine/engine.ts'
import { initialOf, programOf } from '../training/programOf.ts'

const timedSteps = 4
/** Milliseconds after which no further step is begun. */
const longEnough = 3000

/** Milliseconds of the fastest of a few real steps on an empty batch: what others do on the machine only ever adds. */
export const timeStep = async (config: RunConfig, engine: Engine): Promise<number> => {
  const program = programOf(config)
  const initial = initialOf(config)
  // What a run takes from an autoencoder's checkpoint is not here; any numbers take as long.
  const missing = Object.entries(program.state).filter(([name]) => !(name in initial)).map(([name, spec]) => [name, { ...spec, data: new Float32Array(elements(spec.shape)) }] as const)
  const state = engine.createState({ ...initial, ...Object.fromEntries(missing) })
  try {
    const compiled = await engine.compile(program)
    try {
      const inputs = emptyBatch(program.inputs)
      let fastest = Infinity
      const start = performance.now()
      for (let i = 0; i < timedSteps && (i === 0 || performance.now() - start < longEnough); i++) {
        const began = performance.now()
        await compiled.run(inputs, state)
        fastest = Math.min(fastest, performance.now() - began)
      }
      return fastest
    } finally {
      await compiled.dispose()
    }
  } finally {
    state.dispose()
  }
}

/** Indices of 0 and numbers of 1, of which every step takes as long as of real ones. */
const emptyBatch = (specs: Specs): Record<string, Float32Array | Int32Array> =>
  Object.fromEntries(Object.entries(specs).map(([name, { shape, dtype }]) =>
    [name, dtype === 'int32' ? new Int32Array(elements(shape)) : new Float32Array(elements(shape)).fill(name === 'lr' ? 0 : 1)]))
