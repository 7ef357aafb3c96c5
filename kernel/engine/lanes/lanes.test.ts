import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import type { HostTensors, Program } from '../engine.ts'
import { createOnnxEngine } from '../onnxEngine.ts'
import { runEach } from '../runEach.ts'
import { sharedFloats } from '../shared.ts'
import * as tf from '../tfjs.ts'

const state: HostTensors = { w: { shape: [4, 3], dtype: 'float32', data: Float32Array.from({ length: 12 }, (_, i) => Math.sin(i)) } }

/** y = x·w, and the rows of w that are chosen. */
const program: Program = {
  name: 'small', inputs: { x: { shape: [2, 4], dtype: 'float32' }, chosen: { shape: [2], dtype: 'int32' } }, state: { w: { shape: [4, 3], dtype: 'float32' } },
  run: ({ x, chosen }, { w }) => ({ outputs: { y: tf.matMul(x!, w!), rows: tf.gather(w!, chosen!), double: tf.add(chosen!, chosen!) } }),
}
const x = Float32Array.from({ length: 8 }, (_, i) => Math.cos(i)), chosen = Int32Array.of(3, 1)

const open = (threads = 2) => {
  const engine = createOnnxEngine({ threads })
  return { engine, lanes: engine.lanes!, fixed: engine.createState(state) }
}

describe('programs on lanes', () => {
  test('give what the engine itself gives, each its own, whichever run at once', async () => {
    const { engine, lanes, fixed } = open()
    expect(lanes.countFor(program.state)).toBe(2)
    const own = await engine.compile(program)
    const [first, second] = [await lanes.compile(program, 0, fixed), await lanes.compile(program, 1, fixed)]
    const twice = x.map((value) => 2 * value)
    const [a, b, c] = await Promise.all([first.run({ x, chosen }, fixed), second.run({ x: twice, chosen }, fixed), first.run({ x: twice, chosen }, fixed)])
    expect(a).toEqual(await own.run({ x, chosen }, fixed))
    expect(b).toEqual(await own.run({ x: twice, chosen }, fixed))
    expect(c).toEqual(b)
    await Promise.all([first.dispose(), second.dispose()])
    // A thread that ended with its last program starts again with the next.
    const again = await lanes.compile(program, 0, fixed)
    expect(await again.run({ x, chosen }, fixed)).toEqual(a)
    await again.dispose()
  })

  test('read what lies in shared memory as it is when they run', async () => {
    const { lanes, fixed } = open()
    const compiled = await lanes.compile(program, 0, fixed)
    const shared = sharedFloats(8)
    const sums = []
    for (const value of [0, 1, 2]) sums.push(((await compiled.run({ x: shared.fill(value), chosen }, fixed))['y']!.data as Float32Array).reduce((sum, y) => sum + y))
    expect(sums[0]).toBe(0)
    expect(sums[2]).toBeCloseTo(2 * sums[1]!, 5)
    await compiled.dispose()
  })

  test('read a state that changes between their runs where it lies, whatever changes it', async () => {
    const { engine, lanes } = open()
    const counting: Program = { ...program, name: 'counting', run: (_, { w }) => ({ outputs: {}, state: { w: tf.mul(tf.add(w!, 1), w!) } }) }
    const changing = engine.createState(state), alike = engine.createState(state)
    const [onLane, own, count] = [await lanes.compile(program, 1), await engine.compile(program), await engine.compile(counting)]
    const same = async (): Promise<void> => {
      const made = await onLane.run({ x, chosen }, changing)
      expect(made).toEqual(await own.run({ x, chosen }, alike))
      expect(made['y']!.data.some((value) => value !== 0)).toBe(true)
    }
    await same()
    // The values lie in two places by turns, one of which is new when the first is shared already.
    for (let step = 0; step < 3; step++) {
      for (const one of [changing, alike]) await count.run({ x, chosen }, one)
      expect(await changing.read()).toEqual(await alike.read())
      await same()
    }
    for (const one of [changing, alike]) one.write({ w: { ...state['w']!, data: Float32Array.from({ length: 12 }, (_, i) => i) } })
    await same()
    for (const compiled of [onLane, own, count]) await compiled.dispose()
  })

  test.each([1, 2, 5])('%i runs of which each takes what the one before it gave', async (count) => {
    const { engine, lanes, fixed } = open()
    /** y ← y·a + b */
    const affine: Program = {
      name: 'affine', inputs: { x: { shape: [2], dtype: 'float32' }, a: { shape: [1], dtype: 'float32' }, b: { shape: [2], dtype: 'float32' } }, state: {},
      run: ({ x, a, b }) => ({ outputs: { y: tf.add(tf.mul(x!, a!), b!) } }),
    }
    const runs = { inputs: { x: Float32Array.of(1, 2), b: Float32Array.of(3, 5) }, each: Array.from({ length: count }, (_, i) => ({ a: Float32Array.of(i + 1) })), carried: { y: 'x' } }
    let expected = [1, 2]
    for (let i = 0; i < count; i++) expected = [expected[0]! * (i + 1) + 3, expected[1]! * (i + 1) + 5]
    for (const compiled of [await lanes.compile(affine, 0, fixed), await engine.compile(affine)]) {
      // Twice: nothing of the first call is left in the second.
      for (let call = 0; call < 2; call++) expect([...(await runEach(compiled, runs, fixed))['y']!.data]).toEqual(expected)
      await compiled.dispose()
    }
  })

  test('say what failed, and go on', async () => {
    const { lanes, fixed } = open()
    const compiled = await lanes.compile(program, 0, fixed)
    await expect(compiled.run({ x, chosen: Int32Array.of(0, 9) }, fixed)).rejects.toThrow(/out of data bounds/)
    await expect(compiled.run({ x }, fixed)).rejects.toThrow('program "small" was not given its input "chosen"')
    expect((await compiled.run({ x, chosen }, fixed))['double']!.data).toEqual(Int32Array.of(6, 2))
    await compiled.dispose()
  })

  test('are none that change state, and none where there is one thread or the weights are too many to hold on each', async () => {
    const { lanes, fixed } = open()
    const counting: Program = { ...program, run: ({ x }, { w }) => ({ outputs: { y: x! }, state: { w: tf.add(w!, 1) } }) }
    await expect(lanes.compile(counting, 0, fixed)).rejects.toThrow('program "small" cannot run on a lane, as it changes its state')
    expect(lanes.countFor({ w: { shape: [4096, 4096], dtype: 'float32' } })).toBe(0)
    expect(createOnnxEngine({ threads: 1 }).lanes).toBeUndefined()
  })

  test('never keep a process alive', () => {
    const script = `
      const { createOnnxEngine } = await import('./kernel/engine/onnxEngine.ts')
      const engine = createOnnxEngine({ threads: 2 })
      const program = { name: 'idle', inputs: { x: { shape: [1], dtype: 'float32' } }, state: {}, run: ({ x }) => ({ outputs: { y: x } }) }
      const compiled = await engine.lanes.compile(program, 1)
      console.log((await compiled.run({ x: Float32Array.of(7) })).y.data[0])`
    expect(execFileSync(process.execPath, ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', script], { encoding: 'utf8', timeout: 60_000 }).trim().split('\n').at(-1)).toBe('7')
  })
})
