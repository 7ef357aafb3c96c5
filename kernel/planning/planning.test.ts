import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseConfig } from '../../protocol/config/index.ts'
import type { StepFlop } from '../../protocol/plan.ts'
import { trainingShape } from '../data/trainingShape.ts'
import { traceProgram } from '../engine/trace/traceProgram.ts'
import { stepFlop, totalFlop } from '../model/flops.ts'
import { countParameters } from '../model/parameters.ts'
import { tinyConfig } from '../model/testModel.ts'
import { trainProgram } from '../training/trainProgram.ts'
import { estimateStep } from './estimate.ts'
import { planRun } from './plan.ts'
import { recomputedBytes, stateBytes, stepBytes } from './memory.ts'
import { probeConfig } from './probe.ts'

const flop = (blocks: number, text: number): StepFlop => ({ blocks, attention: 0, text, patches: 0, optimizer: 0 })

describe('a step\'s time from a probe of one and of two blocks', () => {
  test('blocks by their FLOP, the rest by its own: 4 ms a block and 6 ms beside, for 10 blocks and three times the text', () => {
    expect(estimateStep({ one: 10, two: 14, flop: flop(100, 50) }, flop(1000, 150))).toBeCloseTo(4 * 10 + 6 * 3)
  })

  test('a machine whose time is linear in the blocks is estimated exactly, whatever its speed', () => {
    fc.assert(fc.property(fc.double({ min: 1, max: 100, noNaN: true }), fc.double({ min: 1, max: 100, noNaN: true }), fc.integer({ min: 1, max: 64 }), (rest, block, layers) => {
      fc.pre(block / (rest + block) > 0.1 && block / (rest + block) < 0.9)
      const found = estimateStep({ one: rest + block, two: rest + 2 * block, flop: flop(7, 3) }, flop(7 * layers, 3))
      expect(found).toBeCloseTo(rest + block * layers, 6)
    }), { seed: 3 })
  })

  test('a second block that seemed to take no time still counts', () => {
    expect(estimateStep({ one: 10, two: 9, flop: flop(1, 1) }, flop(100, 1))).toBe(1 * 100 + 9)
  })
})

describe('what is probed', () => {
  test('a small model as it is, with two blocks', () => {
    const config = parseConfig({ preset: 'nano' })
    const probe = probeConfig(config, { flop: 1e11, bytes: 1e9 })
    expect([probe.model, probe.train.batch, probe.data.sequenceLength]).toEqual([{ ...config.model, layers: 2 }, config.train.batch, config.data.sequenceLength])
  })

  test.each(['paper-0.16B', 'paper-7B'] as const)('%s is made smaller until a step keeps within the limits', (preset) => {
    const limits = { flop: 2e11, bytes: 2 ** 30 }
    const probe = probeConfig(parseConfig({ preset }), limits)
    expect(totalFlop(stepFlop(probe, trainingShape(probe)))).toBeLessThanOrEqual(limits.flop)
    expect(stateBytes(probe)).toBeLessThanOrEqual(limits.bytes)
    expect(probe.data.sequenceLength).toBeGreaterThan(256)
  })
})

test.each([{}, { 'patch.codec': 'unet', 'patch.unetChannels': 8 }])('the memory of a step grows with its batch, and no graph with it: %j', (changes) => {
  const [small, large] = [4, 4096].map((batch) => {
    const config = tinyConfig({ 'train.batch': batch, ...changes })
    const { graph } = traceProgram(trainProgram(config, trainingShape(config)))
    return { bytes: stepBytes(config), constants: graph.constants.reduce((sum, { data }) => sum + data.byteLength, 0) }
  })
  expect(large!.bytes / small!.bytes).toBeGreaterThan(900)
  expect(large!.bytes / small!.bytes).toBeLessThan(1024)
  // What is held is a plan's own memory, and its time.
  expect(large!.constants).toBeLessThan(2 * small!.constants)
})

test('a step that has half the room that it takes is told to fit with results computed again, at any batch', () => {
  for (const batch of [4, 32]) {
    const config = tinyConfig({ 'train.batch': batch, 'model.layers': 4 })
    const whole = stepBytes(config)
    expect(recomputedBytes(config, whole / 2)).toBeLessThan(0.55 * whole)
    expect(recomputedBytes(config, whole)).toBeGreaterThan(0.95 * whole)
  }
})

describe('a plan', () => {
  test('of a tiny run has its counts, and the state of parameters, two moments and the average', async () => {
    const config = tinyConfig({ 'train.ema': 0.9, 'train.steps': 50 })
    const plan = await planRun(config, { time: false })
    expect(plan.parameters.transformer + plan.parameters.text + plan.parameters.patches).toBe(countParameters(config))
    expect(plan.memory.state).toBe(4 * 4 * countParameters(config))
    expect(plan.memory.step).toBeGreaterThan(4 * config.train.batch * config.data.sequenceLength ** 2)
    expect(plan.time).toBeNull()
  })

  test('with a probe tells the time of a step, and of all steps together', async () => {
    const { time } = await planRun(tinyConfig({ 'train.steps': 50 }), { time: true })
    expect(time!.step).toBeGreaterThan(0)
    expect(time!.run).toBe(50 * time!.step)
    expect(time!.probe).toMatchObject({ dim: 16, length: 24, batch: 32 })
  })
})
