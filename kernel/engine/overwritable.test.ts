import { expect, test } from 'vitest'
import { trainingShape } from '../data/trainingShape.ts'
import { tinyConfig } from '../model/testModel.ts'
import { trainProgram } from '../training/trainProgram.ts'
import { GraphBuilder, type Value } from './graph.ts'
import { overwritable } from './overwritable.ts'
import { stateIn, stateOut, traceProgram } from './trace/traceProgram.ts'

const f = (...shape: number[]) => ({ shape, dtype: 'float32' as const })
/** Whether the output `next` may be written over the input `now`; `other` is a second output. */
const over = (build: (g: GraphBuilder, now: Value, x: Value) => { next: Value; other?: Value }): boolean => {
  const g = new GraphBuilder()
  const { next, other } = build(g, g.input('now', f(4, 4)), g.input('x', f(4, 4)))
  const graph = g.finish('test', [{ name: 'next', value: next }, ...(other ? [{ name: 'other', value: other }] : [])])
  return overwritable(graph, [['next', 'now']]).has('next')
}
const square = f(4, 4)

test('a result whose node needs all that reads the old value', () => {
  expect(over((g, now, x) => ({ next: g.node('Sub', [g.node('Mul', [now, x], square), x], square) }))).toBe(true)
  expect(over((g, now, x) => ({ next: g.node('Sub', [now, g.node('Sin', [g.node('MatMul', [now, x], square)], square)], square) }))).toBe(true)
})

test('not one beside which something may still read the old value, by its name or by another', () => {
  expect(over((g, now, x) => ({ next: g.node('Sub', [now, x], square), other: g.node('Sin', [now], square) }))).toBe(false)
  expect(over((g, now, x) => ({ next: g.node('Sub', [now, x], square), other: g.node('Sin', [g.node('Reshape', [now, g.integers([16])], f(16))], f(16)) }))).toBe(false)
})

test('not one whose own node reads the old value in another way than element by element, or may be joined with a product', () => {
  expect(over((g, now, x) => ({ next: g.node('MatMul', [now, x], square) }))).toBe(false)
  expect(over((g, now, x) => ({ next: g.node('Add', [g.node('MatMul', [x, x], square), now], square) }))).toBe(false)
})

test('not one that only renames, and not one that another output is as well', () => {
  expect(over((_, now) => ({ next: now }))).toBe(false)
  expect(over((g, now, x) => { const next = g.node('Sub', [now, x], square); return { next, other: next } })).toBe(false)
})

const changedBy = (changes: Parameters<typeof tinyConfig>[0]) => {
  const config = tinyConfig(changes)
  const { graph, changed } = traceProgram(trainProgram(config, trainingShape(config)))
  return { changed: changed.map(stateOut), over: overwritable(graph, changed.map((name) => [stateOut(name), stateIn(name)])) }
}

test.each([{}, { 'train.ema': 0.9 }, { 'train.optimizer': 'muon' }] as const)('a training step that clips gradients by the norm of all writes its whole state over: %j', (changes) => {
  const { changed, over } = changedBy({ 'train.clip': 1, ...changes })
  expect(changed.filter((name) => !over.has(name))).toEqual([])
})

test('without clipping a weight may be updated before another part of the step has read it, so such weights are not written over', () => {
  const { changed, over } = changedBy({ 'train.clip': 0 })
  expect(over.size).toBeLessThan(changed.length)
  expect(changed.filter((name) => /next\/(m|v)\//.test(name)).every((name) => over.has(name))).toBe(true)
})
