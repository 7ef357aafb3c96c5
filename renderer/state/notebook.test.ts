import { describe, expect, it } from 'vitest'
import type { NotebookDocument } from '../../protocol/notebook.ts'
import { binOf, idleState, openDocument, sameCells, type NotebookState } from './notebook.ts'
import { bringBack, deleteCell, insertCell, moveCell, moveSelection, replaceCells, selectCell, setKind, setSource, toggleFold, undoStructure } from './notebookEdits.ts'
import { cellChanged, documentSaved, outputAdded } from './notebookEvents.ts'

const document: NotebookDocument = {
  path: '/n/a.lab.ts', name: 'a', modified: 1, trusted: true, shipped: true, opened: null, revision: 'r',
  cells: [{ id: 'm', kind: 'markdown', source: '# A' }, { id: 'x', kind: 'code', source: '1' }, { id: 'y', kind: 'code', source: '2' }],
  states: { x: { ...idleState, status: 'done', started: 1, ended: 2 } },
}
const open = (): NotebookState => openDocument(document, null)
const ids = (notebook: NotebookState): string => notebook.cells.map(({ id }) => id).join('')

describe('an open notebook', () => {
  it('selects its first code cell', () => expect(open().selected).toBe('x'))

  it('keeps the selection when it is read again', () => {
    expect(openDocument(document, selectCell(open(), 'y', 'edit'))).toMatchObject({ selected: 'y', mode: 'edit' })
  })
})

describe('edits', () => {
  it('marks a cell that has run as stale, and the file as changed', () => {
    const after = setSource(open(), 'x', '3')
    expect(after.states['x']!.stale).toBe(true)
    expect(after.save.kind).toBe('changed')
    expect(setSource(after, 'x', '3')).toBe(after)
  })

  it('deletes and brings back, with the state, where it was', () => {
    const gone = deleteCell(open(), 'x')
    expect(ids(gone)).toBe('my')
    expect(gone.selected).toBe('y')
    const back = undoStructure(gone)
    expect(ids(back)).toBe('mxy')
    expect(back.states['x']!.status).toBe('done')
    expect(undoStructure(back)).toBe(back)
  })

  it('deletes down to nothing', () => {
    const empty = ['m', 'x', 'y'].reduce(deleteCell, open())
    expect(empty).toMatchObject({ cells: [], selected: null })
    expect(ids(undoStructure(undoStructure(empty)))).toBe('xy')
  })

  it('moves cells and the selection, not past the ends', () => {
    expect(ids(moveCell(open(), 'x', 1))).toBe('myx')
    const first = moveCell(open(), 'm', -1)
    expect(ids(first)).toBe('mxy')
    expect(moveSelection(open(), -5).selected).toBe('m')
    expect(moveSelection(open(), 5).selected).toBe('y')
  })

  it('inserts and changes kind', () => {
    const after = insertCell(open(), 1, { id: 'n', kind: 'code', source: '' }, 'edit')
    expect([ids(after), after.selected, after.mode]).toEqual(['mnxy', 'n', 'edit'])
    expect(setKind(after, 'n', 'code')).toBe(after)
    expect(setKind(after, 'n', 'markdown').cells[1]!.kind).toBe('markdown')
  })

  it('takes moves, kinds and whole versions back, newest first, and keeps what was typed since', () => {
    const moved = setKind(moveCell(open(), 'x', 1), 'y', 'markdown')
    const typed = setSource(replaceCells(moved, [{ id: 'x', kind: 'code', source: 'old' }]), 'x', 'older')
    expect(ids(typed)).toBe('x')
    const back = undoStructure(typed)
    expect(ids(back)).toBe('myx')
    const [, y] = undoStructure(back).cells
    expect(y).toMatchObject({ id: 'y', kind: 'code' })
    expect(ids(undoStructure(undoStructure(back)))).toBe('mxy')
    expect(undoStructure(undoStructure(undoStructure(back))).edits).toEqual([])
  })

  it('brings any deleted cell back from the bin', () => {
    const gone = ['m', 'x'].reduce(deleteCell, open())
    expect(binOf(gone).map(({ cell }) => cell.id)).toEqual(['x', 'm'])
    const back = bringBack(gone, binOf(gone)[1]!)
    expect(ids(back)).toBe('my')
    expect(binOf(back).map(({ cell }) => cell.id)).toEqual(['x'])
  })

  it('folds and opens a part of a cell', () => {
    const folded = toggleFold(open(), 'x', 'output')
    expect(folded.folds['x']).toEqual({ code: false, output: true })
    expect(toggleFold(folded, 'x', 'output').folds['x']!.output).toBe(false)
  })

  it('knows unchanged documents', () => {
    expect(sameCells(document.cells, structuredClone(document.cells))).toBe(true)
    expect(sameCells(document.cells, setSource(open(), 'x', '9').cells)).toBe(false)
  })
})

describe('events', () => {
  it('ignores other notebooks', () => {
    const before = open()
    expect(cellChanged(before, { path: '/other', cell: 'x', state: idleState })).toBe(before)
  })

  it('adds outputs', () => {
    const after = outputAdded(open(), { path: document.path, cell: 'y', output: { kind: 'text', text: 'hi' } })
    expect(after.states['y']!.outputs).toHaveLength(1)
  })

  it('keeps the state of each cell that a save did not change, so that it is not drawn again', () => {
    const before = cellChanged(open(), { path: document.path, cell: 'y', state: { ...idleState, status: 'done', started: 3, ended: 4 } })
    const after = documentSaved(before, { path: document.path, modified: 9, revision: 's', states: structuredClone({ ...before.states, y: { ...before.states['y']!, stale: true } }) }, true)
    expect(after.states['x']).toBe(before.states['x'])
    expect(after.states['y']!.stale).toBe(true)
    expect(documentSaved(before, { path: document.path, modified: 9, revision: 's', states: structuredClone(before.states) }, true).states).toBe(before.states)
  })

  it('follows a shipped notebook to its copy', () => {
    const after = documentSaved(open(), { path: '/mine/a.lab.ts', modified: 9, revision: 's', states: {} }, true)
    expect(after.info).toMatchObject({ path: '/mine/a.lab.ts', shipped: false })
    expect(openDocument({ ...document, path: '/mine/a.lab.ts' }, after).session).toBe(after.session)
    expect(openDocument(document, after).session).not.toBe(after.session)
    expect(after.save.kind).toBe('saved')
    expect(documentSaved(open(), { path: document.path, modified: 9, revision: 's', states: {} }, false).save.kind).toBe('changed')
  })
})
