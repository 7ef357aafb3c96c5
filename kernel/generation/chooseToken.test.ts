import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Random } from '../random/stream.ts'
import { chooseToken, type Choosing } from './chooseToken.ts'

/** Odds of 0.5, 0.25, 0.15, 0.1 and none. */
const logits = Float32Array.from([0.25, 0.5, 0.1, 0, 0.15], Math.log)
const random = (step = 0): Random => new Random({ seed: 1, stream: 'sampling', step })
const drawn = (choosing: Choosing): number[] => {
  const counts = Array<number>(logits.length).fill(0)
  for (let step = 0; step < 4000; step++) counts[chooseToken(logits, choosing, random(step))]!++
  return counts.map((count) => count / 4000)
}
const near = (found: number[], expected: number[]): void => found.forEach((share, i) => expect(Math.abs(share - expected[i]!)).toBeLessThan(0.03))

test('greedy takes the likeliest, the first of equals', () => {
  expect(chooseToken(logits, { temperature: 0 }, random())).toBe(1)
  expect(chooseToken(Float32Array.of(1, 3, 3), { temperature: 0 }, random())).toBe(1)
})

test('temperature 1 draws by the odds; 2 flattens them', () => {
  near(drawn({ temperature: 1 }), [0.25, 0.5, 0.1, 0, 0.15])
  const flat = [0.25, 0.5, 0.1, 0, 0.15].map(Math.sqrt), sum = flat.reduce((a, b) => a + b)
  near(drawn({ temperature: 2 }), flat.map((value) => value / sum))
})

test('top-p keeps the fewest that reach it, min-p those near enough to the likeliest; both renormalise', () => {
  near(drawn({ temperature: 1, topP: 0.7 }), [1 / 3, 2 / 3, 0, 0, 0])
  near(drawn({ temperature: 1, topP: 0.76 }), [0.25 / 0.9, 0.5 / 0.9, 0, 0, 0.15 / 0.9])
  near(drawn({ temperature: 1, minP: 0.29 }), [0.25 / 0.9, 0.5 / 0.9, 0, 0, 0.15 / 0.9])
  near(drawn({ temperature: 1, topP: 0 }), [0, 1, 0, 0, 0])
})

test('what is forbidden is never taken, whatever the settings', () => {
  const setting = fc.record({ temperature: fc.constantFrom(0, 0.5, 1, 5), topP: fc.double({ min: 0, max: 1, noNaN: true }), minP: fc.double({ min: 0, max: 1, noNaN: true }) })
  fc.assert(fc.property(setting, fc.nat(1000), (choosing, step) => {
    expect(chooseToken(logits, choosing, random(step))).not.toBe(3)
  }))
})
