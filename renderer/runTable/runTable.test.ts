import { expect, it } from 'vitest'
import { runFields } from '../../protocol/runFilter/index.ts'
import { cellText } from './cellText.ts'
import { gridKey } from './gridKey.ts'

it('shows settings exactly and measurements rounded', () => {
  expect(cellText(runFields.get('train.lr')!, 3e-4)).toBe('3e-4')
  expect(cellText(runFields.get('eval.text')!, 0.123456)).toBe('0.1235')
  expect(cellText(runFields.get('eval.text')!, NaN)).toBe('NaN')
  expect(cellText(runFields.get('step')!, 12000)).toBe('12,000')
  expect(cellText(runFields.get('duration')!, 90)).toBe('1 min 30 s')
  expect(cellText(runFields.get('notes')!, undefined)).toBe('')
})

it('moves by keys and stays within the rows', () => {
  expect(gridKey('ArrowUp', 0, 5, 3)).toEqual({ kind: 'go', index: 0 })
  expect(gridKey('PageDown', 1, 5, 3)).toEqual({ kind: 'go', index: 4 })
  expect(gridKey('End', 1, 5, 3)).toEqual({ kind: 'go', index: 4 })
  expect(gridKey(' ', 1, 5, 3)).toEqual({ kind: 'tick' })
  expect(gridKey('x', 1, 5, 3)).toBeNull()
})
