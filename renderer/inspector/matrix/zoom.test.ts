import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clamp, extent, fit, pan, pixelOf, positionAt, reveal, scaleOf, scales, zoom } from './zoom.ts'

const lengths = fc.integer({ min: 16, max: 4096 })
const viewports = fc.record({ width: fc.integer({ min: 200, max: 1600 }), height: fc.integer({ min: 200, max: 1600 }) })

describe('the zoom', () => {
  it('goes from far to near, in whole positions a pixel or whole pixels a position', () => {
    const sizes = scales.map(({ bin, cell }) => cell / bin)
    expect(sizes).toEqual([...new Set(sizes)].sort((a, b) => a - b))
    expect(scales.filter(({ bin, cell }) => bin > 1 && cell > 1)).toEqual([])
  })

  it('fits 16 to 4,096 positions into a canvas, using more than half of it', () => {
    for (let length = 16; length <= 4096; length++) {
      const side = extent(scaleOf(fit(length, { width: 700, height: 700 })), length)
      expect(side <= 700 && (side > 350 || scaleOf(fit(length, { width: 700, height: 700 })).cell === 96)).toBe(true)
    }
  })

  it('keeps the position under the pointer where the edges of the matrix allow it', () => {
    const viewport = { width: 600, height: 600 }
    const near = zoom(fit(4096, viewport), 14, 300, 200, 4096, viewport)
    const nearer = zoom(near, 1, 300, 200, 4096, viewport)
    for (const [pixel, edge] of [[300, 'left'], [200, 'top']] as const) {
      const before = positionAt(scaleOf(near), pixel, near[edge], 4096)!, after = positionAt(scaleOf(nearer), pixel, nearer[edge], 4096)!
      expect(Math.abs(before - after)).toBeLessThanOrEqual(1)
    }
  })

  it('never leaves the matrix, whatever is done', () => {
    fc.assert(fc.property(lengths, viewports, fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.nat(700), fc.nat(700)), { maxLength: 12 }), (length, viewport, moves) => {
      let view = fit(length, viewport)
      for (const [steps, x, y] of moves) view = pan(zoom(view, steps, x, y, length, viewport), x - 350, y - 350, length, viewport)
      expect(view).toEqual(clamp(view, length, viewport))
      const whole = extent(scaleOf(view), length)
      expect(view.left === 0 || view.left + viewport.width <= whole).toBe(true)
      expect(view.top === 0 || view.top + viewport.height <= whole).toBe(true)
    }))
  })

  it('finds a position where it draws it', () => {
    fc.assert(fc.property(lengths, fc.nat(), fc.nat(scales.length - 1), fc.nat(500), (length, place, step, before) => {
      const position = place % length, { bin } = scales[step]!
      const found = positionAt(scales[step]!, pixelOf(scales[step]!, position, before), before, length)
      if (pixelOf(scales[step]!, position, before) + before >= 0) expect(found).toBe(position - (position % bin))
    }))
  })

  it('brings a pair into the canvas', () => {
    const viewport = { width: 400, height: 300 }, view = { step: scales.findIndex(({ cell }) => cell === 16), left: 0, top: 0 }
    const shown = reveal(view, 200, 100, 256, viewport)
    expect(pixelOf(scaleOf(shown), 200, shown.top)).toBeLessThan(300)
    expect(pixelOf(scaleOf(shown), 100, shown.left)).toBeLessThan(400)
    expect(reveal(shown, 200, 100, 256, viewport)).toEqual(shown)
    expect(reveal(view, 3, null, 256, viewport)).toEqual(view)
  })
})
