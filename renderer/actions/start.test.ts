import { expect, it } from 'vitest'
import type { NotebookInfo } from '../../protocol/notebook.ts'
import { firstToOpen } from './start.ts'

const info = (name: string, shipped: boolean, modified = 0): NotebookInfo => ({ path: `/${name}`, name, modified, trusted: true, shipped, opened: null })

it('opens the first shipped notebook in a fresh home, the latest own one later, and the last visited one first of all', () => {
  const shipped = [info('02-lambda', true), info('01-first-run', true)]
  expect(firstToOpen(shipped, null)?.name).toBe('01-first-run')
  const own = [...shipped, info('old', false, 1), info('new', false, 2)]
  expect(firstToOpen(own, null)?.name).toBe('new')
  expect(firstToOpen(own, '/02-lambda')?.name).toBe('02-lambda')
  expect(firstToOpen([], null)).toBeUndefined()
})
