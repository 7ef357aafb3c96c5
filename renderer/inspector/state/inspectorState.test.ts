import { expect, it } from 'vitest'
import { focusOf, hoverAt, initialInspector, lockAt, lockPair, lockSeen, move, onOtherSequence, setDirection, toggleMuted, unlock } from './inspectorState.ts'

const at = (position: number, other: number | null = null) => ({ at: position, other, via: null })

it('lights what the pointer is over, until something is locked', () => {
  const hovering = hoverAt(initialInspector, at(3, 1))
  expect(focusOf(hovering)).toEqual(at(3, 1))
  expect(hoverAt(hovering, at(3, 1))).toBe(hovering)
  const locked = lockAt(hovering, at(7))
  expect(focusOf(hoverAt(locked, at(2)))).toEqual(at(7))
  expect(focusOf(unlock(locked))).toBeNull()
})

it('lets go of what is locked when it is pressed again', () => {
  const locked = lockAt(initialInspector, at(7, 2))
  expect(lockAt(locked, at(7, 2)).locked).toBeNull()
  expect(lockAt(locked, at(7, 3)).locked).toEqual(at(7, 3))
})

it('moves by keys within the sequence, from where one looks', () => {
  expect(move(initialInspector, 1, 0, 9).locked).toEqual(at(0))
  expect(move(initialInspector, 9, 0, 9).locked).toEqual(at(8))
  const first = move(hoverAt(initialInspector, at(7, 5)), 1, 0, 9)
  expect(first.locked).toEqual(at(8, 5))
  expect(move(first, 1, 0, 9).locked).toEqual(at(8, 5))
  expect(move(first, 0, -1, 9).locked).toEqual(at(8, 4))
  expect(move(lockAt(initialInspector, at(4)), 0, 1, 9).locked).toEqual(at(4, 5))
})

it('keeps the position when it turns to who sees it', () => {
  const turned = setDirection(lockAt(initialInspector, at(4, 2)), 'seenBy')
  expect(turned.locked).toEqual(at(4))
  expect(setDirection(turned, 'seenBy')).toBe(turned)
})

it('shows a counter-example as query and key', () => {
  expect(lockPair({ ...initialInspector, direction: 'seenBy' }, 5, 2, 3)).toMatchObject({ direction: 'sees', locked: { at: 5, other: 2, via: 3 } })
})

it('mutes kinds one by one', () => {
  const one = toggleMuted(initialInspector, 'textToText')
  expect([one.muted, toggleMuted(one, 'textToText').muted]).toEqual([['textToText'], []])
})

it('a patch that is clicked is asked about: who sees it; a second click lets go', () => {
  const held = lockSeen(initialInspector, 7)
  expect([held.direction, held.locked]).toEqual(['seenBy', { at: 7, other: null, via: null }])
  expect(lockSeen(held, 7).locked).toBeNull()
  expect(lockSeen(held, 8).locked?.at).toBe(8)
})

it('on another sequence nothing is held and the whole of it is in sight; how it is shown stays', () => {
  const state = { ...lockAt(initialInspector, at(7)), direction: 'seenBy' as const, layers: 3, fitted: false, view: { step: 4, left: 20, top: 30 } }
  expect(onOtherSequence(state)).toEqual({ ...initialInspector, direction: 'seenBy', layers: 3 })
})
