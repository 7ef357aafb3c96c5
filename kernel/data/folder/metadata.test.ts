import { expect, test } from 'vitest'
import { readMetadata } from './metadata.ts'

test('JSONL: names are relative to the file, bad lines are problems with their number', () => {
  const { rows, problems } = readMetadata('cats/metadata.jsonl', [
    '{"file_name": "a.png", "text": "a cat", "more": 1}', '', 'no json', '{"file_name": "b.png"}',
    '{"file_name": "sub/../c.png", "text": "c"}', '{"file_name": "../d.png", "text": "beside"}',
    '{"file_name": "../../secret.png", "text": "x"}', '{"file_name": "/etc/x.png", "text": "x"}',
  ].join('\r\n'))
  expect(rows).toEqual([{ file: 'cats/a.png', caption: 'a cat' }, { file: 'cats/c.png', caption: 'c' }, { file: 'd.png', caption: 'beside' }])
  expect(problems.map(({ file }) => file)).toEqual([3, 4, 7, 8].map((line) => `cats/metadata.jsonl line ${line}`))
  expect(problems.filter(({ reason }) => reason.includes('outside'))).toHaveLength(2)
})

test('CSV: quotes, byte order mark, short rows', () => {
  const { rows, problems } = readMetadata('metadata.csv', '\ufefffile_name,text\na.png,"one, two"\nb.png\nc.png,"three\nfour"\n')
  expect(rows).toEqual([{ file: 'a.png', caption: 'one, two' }, { file: 'c.png', caption: 'three\nfour' }])
  expect(problems).toHaveLength(1)
})

test('CSV without the columns: every row is a problem', () => {
  expect(readMetadata('metadata.csv', 'name,caption\na.png,x\n')).toMatchObject({ rows: [], problems: [{ file: 'metadata.csv line 2' }] })
})
