import { expect, it } from 'vitest'
import { reportIpynb } from '../../report/otherForms.ts'
import { cellsOfIpynb } from './ipynb.ts'

const python = JSON.stringify({
  nbformat: 4, metadata: { kernelspec: { language: 'python' } },
  cells: [{ cell_type: 'markdown', source: ['# Title\n', 'text'] }, { cell_type: 'code', source: 'import torch\r\nx = 1', outputs: [], execution_count: null }, { cell_type: 'raw', source: 'raw' }],
})

it('shows code of another language as text', () => {
  expect(cellsOfIpynb(python)).toEqual([
    { kind: 'markdown', source: '# Title\ntext' }, { kind: 'markdown', source: '```python\nimport torch\nx = 1\n```' }, { kind: 'markdown', source: 'raw' },
  ])
})

it('takes back what was exported here', () => {
  const cells = [{ id: 'a', kind: 'markdown', source: '# λ\n\n- one' }, { id: 'b', kind: 'code', source: 'const x = `a\n`\nx' }] as const
  const runs = { find: () => { throw new Error() }, lastMetrics: () => ({}), metrics: () => [], media: () => [], picture: () => null }
  expect(cellsOfIpynb(reportIpynb({ name: 'n', cells, states: {}, runs }, () => ''))).toEqual(cells.map(({ kind, source }) => ({ kind, source })))
})

it('refuses what is no notebook', () => {
  expect(() => cellsOfIpynb('{')).toThrow(/no Jupyter notebook of format 4/)
  expect(() => cellsOfIpynb('{"nbformat":3,"cells":[]}')).toThrow(/of format 3/)
})
