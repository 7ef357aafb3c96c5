import { describe, expect, test } from 'vitest'
import { elements, type HostTensor } from '../../engine/engine.ts'
import { createOnnxEngine } from '../../engine/onnxEngine.ts'
import { traceProgram } from '../../engine/trace/traceProgram.ts'
import { randomParameters, tinyConfig } from '../../model/testModel.ts'
import { denoisingProgram, type DenoisingPass, type DenoisingShape } from './denoisingProgram.ts'

const config = tinyConfig({ 'model.qkNorm': true })
const parameters = randomParameters(config)
const items = 2, length = 4, cached = 3

const pass = (batch: number, seesAll = true): DenoisingPass => ({ batch, length, cached, images: batch, texts: batch, seesAll, patchesAlone: true })
const programOf = (...passes: DenoisingPass[]) => {
  const shape: DenoisingShape = { modality: 'image', items, passes, noisy: false, bound: 1 }
  return denoisingProgram(config, shape, parameters, (state) => state)
}

const valueOf = (name: string, i: number): number => (name === 'bias' ? 0 : Math.sin(i + name.length))
/** Of a pass over the rows from `from` on: what each row is given is its own. */
const inputsOf = (program: ReturnType<typeof programOf>, from: (pass: string) => number) =>
  Object.fromEntries(Object.entries(program.inputs).map(([name, { shape, dtype }]) => {
    const [pass, own] = /^\d\./.test(name) ? [name[0]!, name.slice(2)] : ['', name]
    const row = elements(shape) / shape[0]!
    const offset = own.startsWith('past') ? from(pass) * row : 0
    return [name, dtype === 'int32' ? new Int32Array(elements(shape)).fill(3) : Float32Array.from({ length: elements(shape) }, (_, i) => valueOf(own, offset + i))]
  }))

const run = async (program: ReturnType<typeof programOf>, from: (pass: string) => number): Promise<HostTensor> => {
  const engine = createOnnxEngine({ threads: 1 })
  const compiled = await engine.compile(program)
  const { next } = await compiled.run(inputsOf(program, from), engine.createState(parameters))
  await compiled.dispose()
  return next!
}

const furthest = (a: HostTensor, b: HostTensor): number => Math.max(...Array.from(a.data, (value, i) => Math.abs(value - b.data[i]!)))

describe('a step of denoising', () => {
  test('with a pass for each branch is what it is with one for both, and with a mask that hides nothing what it is without', async () => {
    const both = await run(programOf(pass(2 * items, false)), () => 0)
    const each = await run(programOf(pass(items), pass(items)), (pass) => Number(pass) * items)
    expect(each.shape).toEqual([items, length, 48])
    expect(furthest(both, each)).toBeLessThan(1e-6)
    const alike = await run(programOf(pass(items), pass(items)), () => 0)
    expect(furthest(both, alike)).toBeGreaterThan(1e-3)
  })

  test('with a pass for each branch does what comes before the first attention once, and adds no mask', () => {
    const { graph: one } = traceProgram(programOf(pass(items))), { graph: two } = traceProgram(programOf(pass(items), pass(items)))
    const products = ({ nodes }: typeof one): number => nodes.filter(({ op }) => op === 'MatMul' || op === 'Gemm').length
    // Of the first layer q, k and v; the two products of the timestep; the patches.
    expect(2 * products(one) - products(two)).toBe(3 + 2 + 1)
    const masked = ({ nodes }: typeof one): number => nodes.filter(({ op, outputs }) => op === 'Add' && outputs[0]!.shape.at(-1) === cached + length).length
    expect(masked(one)).toBe(0)
    expect(masked(traceProgram(programOf(pass(items, false))).graph)).toBe(config.model.layers)
  })
})
