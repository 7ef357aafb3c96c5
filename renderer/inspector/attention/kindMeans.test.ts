import { expect, it } from 'vitest'
import { pairKinds, type HeadFigures } from '../../../protocol/inspection/index.ts'
import { figuresOf } from './KindMeans.tsx'

const head = (layer: number, at: number, entropy: number, outside: number): HeadFigures =>
  ({ layer, head: at, entropy, distance: 2 * entropy, outside, kinds: Object.fromEntries(pairKinds.map((kind, i) => [kind, entropy * i])) as HeadFigures['kinds'] })

it('means over what is chosen; the mass outside the mask is the worst, never a mean', () => {
  const figures = [head(0, 0, 1, 0), head(0, 1, 3, 0.5), head(1, 0, 5, 0)]
  expect(figuresOf(figures, { layer: 0, head: null })).toMatchObject({ entropy: 2, distance: 4, outside: 0.5, kinds: { textToText: 0, textToImage: 2 } })
  expect(figuresOf(figures, { layer: 1, head: 0 })).toMatchObject({ entropy: 5, outside: 0 })
  expect(figuresOf(figures, { layer: null, head: null })?.entropy).toBe(3)
  expect(figuresOf(figures, { layer: 7, head: 0 })).toBeNull()
})
