import { expect, test } from 'vitest'
import { readJsonl } from './jsonl.ts'

test('takes text of each line; others are problems with their number', () => {
  const { documents, problems } = readJsonl('a.jsonl', '{"text": " one ", "id": 3}\n\n{"text": 3}\n{bad\n"str"\n{"text": "  "}\r\n{"text": "two\\nlines"}')
  expect(documents).toEqual(['one', 'two\nlines'])
  expect(problems.map(({ file }) => file)).toEqual(['a.jsonl line 3', 'a.jsonl line 4', 'a.jsonl line 5', 'a.jsonl line 6'])
})
