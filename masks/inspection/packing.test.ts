import fc from 'fast-check'
import { expect, test } from 'vitest'
import { packSequence, unpackSequence } from '../../protocol/inspection/index.ts'
import { parseLayout } from './layoutText.ts'

const word = fc.constantFrom('t1', 't7', 'boi', 'eoi', 'eot', 'i2x3', 'i1x1@0', 'i3x2@0.25')
const document = fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => words.join(' '))
const layout = fc.tuple(fc.array(document, { minLength: 1, maxLength: 4 }), fc.nat(5)).map(([documents, padding]) => `${documents.join(' | ')}${padding > 0 ? ` p${padding}` : ''}`)

test('a sequence goes over the wire and comes back as it was', () => {
  fc.assert(fc.property(layout, (text) => {
    const sequence = parseLayout(text)
    expect(unpackSequence(JSON.parse(JSON.stringify(packSequence(sequence))) as ReturnType<typeof packSequence>)).toEqual(sequence)
  }))
})

test('letters and bytes that are none come back too, and where rotary places are', () => {
  const sequence = parseLayout('t3 i1x2 t1')
  sequence.positions[0]!.text = 'a'
  sequence.positions[1]!.text = '\\x0A'
  const rotary = { rope: 'shared' as const, rows: [0, 1, 2, 3, 3, 4], cols: [0, 1, 2, 3, 3, 4] }
  expect(unpackSequence(packSequence({ ...sequence, rotary }))).toEqual({ ...sequence, rotary })
})
