import fc from 'fast-check'
import { expect, it } from 'vitest'
import { usualLabel, variantLabels } from './variantLabels.ts'

const knobs = ['patch.codec', 'model.dim', 'loss.lambda', 'data.sequenceLength', 'image.autoencoder']

it('names all of few knobs', () => {
  expect(variantLabels([], [[]])).toEqual(['all runs'])
  expect(variantLabels(['loss.lambda', 'patch.size'], [[1, 4], [5, 4]])).toEqual(['λ = 1, patch = 4', 'λ = 5, patch = 4'])
})

it('names of many knobs what tells a variant from the others, words before numbers and short numbers before long ones', () => {
  expect(variantLabels(knobs, [
    ['linear', 64, 5, 52, ''], ['linear', 64, 1, 52, ''], ['linear', 128, 5, 52, ''], ['unet', 64, 5, 1, ''], ['unet', 128, 5, 1, ''],
    ['linear', 64, 5, 52, '01M8QVBDCHGDBFHHQF0NGQKXX8'],
  ])).toEqual([usualLabel, 'λ = 1', 'dim = 128', 'codec = unet', 'codec = unet, dim = 128', 'autoencoder = 01M8QVBDCHGDBFHHQF0NGQKXX8'])
})

it('calls no two variants alike', () => {
  const row = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 5, maxLength: 5 })
  fc.assert(fc.property(fc.uniqueArray(row, { minLength: 1, maxLength: 40, selector: String }), (rows) => {
    const labels = variantLabels(knobs, rows)
    expect(new Set(labels).size).toBe(rows.length)
  }))
})
