import { expect, it } from 'vitest'
import { idleState } from './notebook.ts'
import { outlineOf } from './outline.ts'
import { searchCells } from './searchCells.ts'

const cells = [
  { id: 'a', kind: 'markdown', source: '# Title\n\ntext\n\n```\n# no heading\n```\n## Part *two*' },
  { id: 'b', kind: 'code', source: '\n// train it\nconst run = await lab.train(base)' },
  { id: 'c', kind: 'code', source: '' },
] as const

it('outlines headings, and code below them', () => {
  expect(outlineOf(cells).map(({ level, text }) => `${level} ${text}`)).toEqual(['1 Title', '2 Part two', '3 train it', '3 empty cell'])
})

it('finds lines of sources and outputs, whatever the capitals', () => {
  const states = { b: { ...idleState, outputs: [{ kind: 'text' as const, text: 'one\nTRAIN loss 0.5' }] } }
  expect(searchCells({ cells: [...cells], states }, 'train').map(({ cell, where, line }) => `${cell} ${where} ${line}`))
    .toEqual(['b source // train it', 'b source const run = await lab.train(base)', 'b output TRAIN loss 0.5'])
  expect(searchCells({ cells: [...cells], states }, ' ')).toEqual([])
})
