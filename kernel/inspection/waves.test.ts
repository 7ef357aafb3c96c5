import { expect, test } from 'vitest'
import { maskPositions } from '../../masks/inspection/sequence.ts'
import { parseConfig } from '../../protocol/config/index.ts'
import { openSequence } from './inspectMasks.ts'

test('a wave is inspected as its curve in one row of patches, and masks know it as a wave', async () => {
  const { sequence } = await openSequence(parseConfig({ preset: 'nanoWaves' }), 0, 0.5)
  const [wave] = sequence.images
  expect(wave).toMatchObject({ modality: 'wave', rows: 1, cols: 8, width: 512, height: 64, noise: 0.5 })
  const positions = maskPositions(sequence)
  expect(positions.slice(wave!.start - 1, wave!.start + 2).map(({ modality, image, col }) => [modality, image, col])).toEqual([['text', null, 0], ['wave', 0, 0], ['wave', 0, 1]])
  expect(sequence.positions[wave!.start - 1]!.text).toBe('⟨BOW⟩')
})
