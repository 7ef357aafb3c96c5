import { expect, it } from 'vitest'
import type { MediaRecord } from '../../protocol/records.ts'
import { allSteps, mediaRows } from './mediaRows.ts'

const picture = (run: string, step: number, index: number, text: string): MediaRecord =>
  ({ run, step, key: 'sample', index, sha256: `${run}${step}${index}`, width: 8, height: 8, text, reference: null })

const a = [picture('a', 10, 0, 'red'), picture('a', 10, 1, 'blue'), picture('a', 20, 0, 'red')]
const b = [picture('b', 10, 0, 'blue'), picture('b', 10, 1, 'green')]

it('lays the same prompt side by side, whatever its place', () => {
  const rows = mediaRows([a, b], 'sample', 10)
  expect(rows.map(({ text, pictures }) => [text, ...pictures.map((item) => item?.sha256)])).toEqual([
    ['red', 'a100', undefined], ['blue', 'a101', 'b100'], ['green', undefined, 'b101'],
  ])
})

it('shows a run that has nothing at the step with its last before', () => {
  expect(mediaRows([a, b], 'sample', 20).find(({ text }) => text === 'blue')!.pictures).toEqual([undefined, b[0]])
  expect(allSteps([a, b], 'sample')).toEqual([10, 20])
})
