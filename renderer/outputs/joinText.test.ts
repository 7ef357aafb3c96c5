import { expect, it } from 'vitest'
import { joinText } from './joinText.ts'

it('joins printed lines, not across other output', () => {
  const table = { kind: 'table', title: '', columns: [], rows: [] } as const
  const text = (line: string) => ({ kind: 'text', text: line }) as const
  expect(joinText([text('a\n'), text('b'), { ...table, columns: [], rows: [] }, text('c')])).toEqual([text('a\nb'), table, text('c')])
})
