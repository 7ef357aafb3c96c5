import { mkdtempSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { keptToken } from './keptToken.ts'

test('a home keeps its token, for its owner alone; a damaged one is replaced', () => {
  const home = mkdtempSync(path.join(os.tmpdir(), 'token-'))
  const token = keptToken(home)
  expect(keptToken(home)).toBe(token)
  if (process.platform !== 'win32') expect(statSync(path.join(home, 'token')).mode & 0o777).toBe(0o600)
  writeFileSync(path.join(home, 'token'), 'short')
  expect(keptToken(home)).not.toBe('short')
})
