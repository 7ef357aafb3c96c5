import { expect, it } from 'vitest'
import { lineStyles } from './colours.ts'

it('gives a run the same colour alone and first in a set', () => {
  expect(lineStyles(['b', 'c']).get('b')).toEqual(lineStyles(['b']).get('b'))
})

it('repeats no colour before all are used, and then changes the dash', () => {
  const styles = [...lineStyles(Array.from({ length: 16 }, (_, i) => `run${i}`)).values()]
  expect(new Set(styles.slice(0, 8).map(({ colour }) => colour)).size).toBe(8)
  expect(new Set(styles.map(({ colour, dash }) => `${colour} ${dash}`)).size).toBe(16)
})

it('draws a few runs in colours that are told apart, whichever is whose own', () => {
  for (let first = 0; first < 40; first++) {
    const colours = [...lineStyles([`a${first}`, `b${first}`, `c${first}`]).values()].map(({ colour }) => colour)
    // Magenta and crimson, orange and crimson, blue and teal.
    for (const pair of [[4, 7], [2, 7], [1, 6]]) expect(pair.every((colour) => colours.includes(colour))).toBe(false)
  }
})
