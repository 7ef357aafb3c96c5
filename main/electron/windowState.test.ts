import { expect, test } from 'vitest'
import { parseWindowState } from './windowState.ts'

const screen = { x: 0, y: 0, width: 1920, height: 1080 }

test('comes back as it was', () => {
  const state = { x: 10, y: 20, width: 900, height: 700, maximized: true }
  expect(parseWindowState(JSON.stringify(state), [screen])).toEqual(state)
})

test('a window on a screen that is gone keeps only its size', () => {
  expect(parseWindowState(JSON.stringify({ x: 3000, y: 20, width: 900, height: 700, maximized: false }), [screen])).toEqual({ width: 900, height: 700, maximized: false })
})

test('anything else opens in the usual size', () => {
  for (const text of [null, '', 'noise', '{}', '{"width":1,"height":1,"maximized":false}', '[]']) {
    expect(parseWindowState(text, [screen])).toEqual({ width: 1280, height: 860, maximized: false })
  }
})
