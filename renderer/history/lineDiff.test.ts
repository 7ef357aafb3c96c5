import fc from 'fast-check'
import { expect, it } from 'vitest'
import { folded, lineDiff } from './lineDiff.ts'

const show = (from: string, to: string): string => lineDiff([...from], [...to]).map(({ kind, text }) => `${{ same: '', old: '-', new: '+' }[kind]}${text}`).join(' ')

it('keeps what is in both', () => {
  expect(show('abcd', 'axcd')).toBe('a -b +x c d')
  expect(show('abc', 'abc')).toBe('a b c')
  expect(show('', 'ab')).toBe('+a +b')
})

it('gives both texts back', () => {
  const lines = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 })
  fc.assert(fc.property(lines, lines, (from, to) => {
    const diff = lineDiff(from, to)
    expect(diff.filter(({ kind }) => kind !== 'new').map(({ text }) => text)).toEqual(from)
    expect(diff.filter(({ kind }) => kind !== 'old').map(({ text }) => text)).toEqual(to)
  }))
})

it('leaves out what is far from a change', () => {
  expect(folded(lineDiff([...'abcdefgh'], [...'abcdXfgh']), 1).map((line) => line?.text ?? '…').join('')).toBe('…deXf…')
})
