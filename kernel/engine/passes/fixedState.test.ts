import { describe, expect, test } from 'vitest'
import { randomParameters, tinyConfig } from '../../model/testModel.ts'
import { modelInputs, transfusion } from '../../model/transfusion.ts'
import { createReferenceEngine } from '../eagerEngine.ts'
import type { HostTensors, Program } from '../engine.ts'
import { createOnnxEngine } from '../onnxEngine.ts'
import * as tf from '../tfjs.ts'
import { traceProgram } from '../trace/traceProgram.ts'
import { withFixed } from './fixedState.ts'

const config = tinyConfig({ 'model.qkNorm': true })
const shape = { batch: 1, length: 8, images: 1, texts: 8 }
const parameters = randomParameters(config)

/** Logits of eight tokens. */
const program: Program = {
  name: 'logits', inputs: modelInputs(config, shape), state: parameters,
  run: (x, p) => ({ outputs: { logits: transfusion(x, p, config).logits } }),
}
const inputs = Object.fromEntries(Object.entries(program.inputs).map(([name, { shape, dtype }]) => {
  const size = shape.reduce((product, side) => product * side, 1)
  return [name, dtype === 'int32' ? Int32Array.from({ length: size }, (_, i) => i % 7) : new Float32Array(size)]
}))

/** y = x + w, and w is one more each time. */
const counting: Program = {
  name: 'counting', inputs: { x: { shape: [1], dtype: 'float32' } }, state: { w: { shape: [1], dtype: 'float32' } },
  run: ({ x }, { w }) => ({ outputs: { y: tf.add(x!, w!) }, state: { w: tf.add(w!, 1) } }),
}

describe('state that stays as it is', () => {
  test('becomes constants: the graph asks for it no more, and all else is as it was', () => {
    const { graph } = traceProgram(program)
    const fixed = withFixed(graph, Object.fromEntries(Object.entries(parameters).map(([name, tensor]) => [`state/${name}`, tensor])))
    expect(fixed.inputs.map(({ name }) => name)).toEqual(graph.inputs.map(({ name }) => name).filter((name) => !name.startsWith('state/')))
    expect(fixed.constants.length - graph.constants.length).toBe(graph.inputs.length - fixed.inputs.length)
    expect(fixed.nodes.map(({ op, outputs }) => [op, outputs])).toEqual(graph.nodes.map(({ op, outputs }) => [op, outputs]))
    expect(withFixed(graph, {})).toEqual(graph)
  })

  test('a program computes the same with it built in, on either engine', async () => {
    const found: HostTensors[] = []
    for (const engine of [createOnnxEngine({ threads: 1 }), await createReferenceEngine()]) {
      const state = engine.createState(parameters)
      for (const fixed of [undefined, state]) {
        const compiled = await engine.compile(program, undefined, fixed)
        found.push(await compiled.run(inputs, state))
        await compiled.dispose()
      }
    }
    for (const { logits } of found.slice(1)) {
      expect(Math.max(...Array.from(logits!.data, (value, i) => Math.abs(value - found[0]!['logits']!.data[i]!)))).toBeLessThan(1e-5)
    }
  })

  test('what the program itself changes is never built in', async () => {
    const engine = createOnnxEngine({ threads: 1 })
    const state = engine.createState({ w: { shape: [1], dtype: 'float32', data: Float32Array.of(5) } })
    const compiled = await engine.compile(counting, undefined, state)
    const said = []
    for (let i = 0; i < 3; i++) said.push((await compiled.run({ x: Float32Array.of(1) }, state))['y']!.data[0])
    expect(said).toEqual([6, 7, 8])
    await compiled.dispose()
  })
})
