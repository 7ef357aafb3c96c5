import { expect, it } from 'vitest'
import { initialState, type LabState } from './labState.ts'
import { addressOf, readAddress } from './viewAddress.ts'

const state = (changes: Partial<LabState>): LabState => ({ ...initialState, ...changes })

it('opens every view again as it was', () => {
  const table = { ...initialState.runTable.view, filter: 'λ > 1 and name ~ "a/b,c"' }
  expect(readAddress(addressOf(state({ view: { kind: 'runs' }, runTable: { ...initialState.runTable, view: table } })))).toEqual({ view: { kind: 'runs' }, table })
  expect(readAddress(addressOf(state({ view: { kind: 'run', run: 'A/1' } })))).toEqual({ view: { kind: 'run', run: 'A/1' } })
  expect(readAddress(addressOf(state({ view: { kind: 'comparison' }, basket: ['A', 'B,'], baseline: 'A' })))).toEqual({ view: { kind: 'comparison' }, basket: ['A', 'B,'], baseline: 'A' })
  expect(readAddress(addressOf(state({ view: { kind: 'dataset', of: { run: 'A/b' } } })))).toEqual({ view: { kind: 'dataset', of: { run: 'A/b' } } })
  expect(readAddress('#data/7')).toBeNull()
  expect(readAddress(addressOf(state({ view: { kind: 'inspector', of: { layout: 't3 boi i2x2 eoi' } } })))).toEqual({ view: { kind: 'inspector', of: { layout: 't3 boi i2x2 eoi' } } })
  for (const kind of ['sql', 'history'] as const) expect(readAddress(addressOf(state({ view: { kind } })))).toEqual({ view: { kind } })
})

it('takes no address for one that it does not know', () => {
  for (const hash of ['', '#', '#run/', '#compare/', '#masks/{"x":1}', '#nonsense/%', '#masks/%7B']) expect(readAddress(hash)).toBeNull()
  expect(readAddress('#runs/%7Bbroken')).toEqual({ view: { kind: 'runs' } })
})
