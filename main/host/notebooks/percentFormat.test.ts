import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseNotebook, serialiseNotebook, type FileCell } from './percentFormat.ts'

const line = fc.oneof(
  fc.string(),
  fc.constantFrom('', ' ', '// %%', '// %% [markdown]', '//%%', '%%', '\\%%', '// \\%% x', '//', '// note', 'const a = `', '  %%'),
).map((text) => text.replace(/[\r\n]/g, ''))
const cell: fc.Arbitrary<FileCell> = fc.record({
  kind: fc.constantFrom('code' as const, 'markdown' as const),
  source: fc.array(line, { maxLength: 6 }).map((lines) => lines.join('\n')),
})

describe('percent format', () => {
  test('any cells come back as they were, and so do the bytes of the file', () => {
    fc.assert(fc.property(fc.array(cell), fc.boolean(), fc.boolean(), (cells, byteOrderMark, crlf) => {
      const text = serialiseNotebook(cells, { byteOrderMark, lineEnd: crlf ? '\r\n' : '\n' })
      const parsed = parseNotebook(text)
      expect(parsed.cells).toEqual(cells)
      expect(serialiseNotebook(parsed.cells, parsed.form)).toBe(text)
    }), { numRuns: 500 })
  })

  test('reads as a person would write it', () => {
    const text = '// %% [markdown]\n// # Title\n//\n// Two lines.\n\n// %%\nconst a = 1\n\na + 1\n'
    expect(parseNotebook(text).cells).toEqual([
      { kind: 'markdown', source: '# Title\n\nTwo lines.' },
      { kind: 'code', source: 'const a = 1\n\na + 1' },
    ])
    expect(serialiseNotebook(parseNotebook(text).cells)).toBe(text)
  })

  test('keeps what is not in the form: text before the first marker, titles, code under a markdown marker', () => {
    const { cells } = parseNotebook('import "x"\n// %% Load\na\n// %% [md] Notes\n// hello\nlet b\n')
    expect(cells).toEqual([
      { kind: 'code', source: 'import "x"' },
      { kind: 'code', source: '// Load\na' },
      { kind: 'markdown', source: '# Notes\nhello' },
      { kind: 'code', source: 'let b' },
    ])
  })

  test('an empty file has no cells', () => {
    expect(parseNotebook('').cells).toEqual([])
    expect(parseNotebook('\n\n').cells).toEqual([])
  })
})
