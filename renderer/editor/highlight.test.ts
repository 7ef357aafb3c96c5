import { expect, it } from 'vitest'
import { highlight } from './highlight.ts'

const kinds = (source: string): string[] => highlight(source).filter(({ kind }) => kind !== 'plain').map(({ kind, text }) => `${kind} ${text}`)

it('knows the pieces of a cell', () => {
  expect(kinds("const run = await lab.train({ lr: 3e-4, mask: 'causal' }) // λ")).toEqual([
    'keyword const', 'keyword await', 'number 3e-4', "string 'causal'", 'comment // λ',
  ])
  expect(kinds('let x: Run = a.type')).toEqual(['keyword let', 'type Run'])
  expect(kinds('`a ${b}\n c` /* open')).toEqual(['string `a ${b}\n c`', 'comment /* open'])
})

it.each(['', 'x', "'unclosed", '`', '/*', "a'b\n'c", 'λ = 5', '\\', '"\\'])('loses nothing of %j', (source) => {
  expect(highlight(source).map(({ text }) => text).join('')).toBe(source)
})
