import { expect, test } from 'vitest'
import { appPage, isAppPage, isTrustedSender, mayOpenOutside } from './navigationPolicy.ts'

test('only the app page is the app page', () => {
  expect([appPage, `${appPage}#run`, 'app://lab/'].map(isAppPage)).toEqual([true, true, true])
  expect(['app://lab.evil/index.html', 'app://lab/other.html', 'https://lab/index.html', 'file:///index.html', 'noise', ''].map(isAppPage)).toEqual(Array(6).fill(false))
})

test('only web pages open outside', () => {
  expect(['https://arxiv.org/abs/2408.11039', 'http://localhost:1'].map(mayOpenOutside)).toEqual([true, true])
  expect(['file:///etc/passwd', 'javascript:1', 'smb://x', 'https://user:word@x', 'ms-settings:', 'noise'].map(mayOpenOutside)).toEqual(Array(6).fill(false))
})

test('only the top frame of the app page may ask', () => {
  expect(isTrustedSender({ url: appPage, parent: null })).toBe(true)
  expect(isTrustedSender({ url: appPage, parent: {} })).toBe(false)
  expect(isTrustedSender({ url: 'https://evil.example', parent: null })).toBe(false)
  expect(isTrustedSender(null)).toBe(false)
})
