import type { Cell } from '../../protocol/notebook.ts'
import type { EditorModel, Monaco } from './monacoTypes.ts'
import { textEdit } from './textEdit.ts'

/**
 * One text model per code cell of the open notebook. The TypeScript service reads all of them as scripts of one
 * program: what one cell defines, the others know.
 */
const models = new Map<string, EditorModel>()

/** The cell that a model agreed with last: where it is the same still, there is nothing to compare. */
const agreed = new WeakMap<EditorModel, Cell>()

const keyOf = (session: number, cell: string): string => `${session} ${cell}`

/** The model of a cell, made when there is none. Its undo history lives as long as the notebook is open. */
export const modelOf = (monaco: Monaco, session: number, cell: Cell): EditorModel => {
  const key = keyOf(session, cell.id)
  const language = cell.kind === 'code' ? 'typescript' : 'markdown'
  const found = models.get(key)
  if (found && found.getLanguageId() === language) return found
  found?.dispose()
  const uri = monaco.Uri.parse(`file:///cells/${encodeURIComponent(cell.id)}${cell.kind === 'code' ? '.ts' : '.md'}`)
  monaco.editor.getModel(uri)?.dispose()
  const made = monaco.editor.createModel(cell.source, language, uri)
  made.updateOptions({ tabSize: 2, insertSpaces: true })
  models.set(key, made)
  return made
}

/** Makes the models agree with the cells: new sources in, deleted cells and other notebooks out. */
export const syncModels = (monaco: Monaco, session: number, cells: readonly Cell[]): void => {
  const wanted = new Set(cells.map(({ id }) => keyOf(session, id)))
  for (const [key, model] of models) {
    if (wanted.has(key)) continue
    model.dispose()
    models.delete(key)
  }
  for (const cell of cells) {
    const model = cell.kind === 'code' || models.has(keyOf(session, cell.id)) ? modelOf(monaco, session, cell) : null
    if (!model || agreed.get(model) === cell) continue
    writeSource(model, cell.source, stroke === keyOf(session, cell.id))
    agreed.set(model, cell)
  }
}

/**
 * Writes a source that came from elsewhere (a knob, a restored version) as one edit: the undo history goes on through it.
 * @param joined whether it belongs to the step before it
 */
const writeSource = (model: EditorModel, source: string, joined: boolean): void => {
  const before = model.getValue()
  const edit = textEdit(before, source)
  if (!edit) return
  const [start, end] = [model.getPositionAt(edit.start), model.getPositionAt(edit.end)]
  if (!joined) model.pushStackElement()
  model.pushEditOperations([], [{ range: { startLineNumber: start.lineNumber, startColumn: start.column, endLineNumber: end.lineNumber, endColumn: end.column }, text: edit.text }], () => null)
  if (!joined) model.pushStackElement()
}

/** The cell whose writes are one step of its history for now. */
let stroke: string | null = null

/** What is written into a cell from here on is one step of its undo history, until the stroke ends. */
export const beginStroke = (session: number, cell: string): void => {
  endStroke()
  stroke = keyOf(session, cell)
  models.get(stroke)?.pushStackElement()
}

/** Ends the stroke that goes on, if one does; what belongs to it has been written before. */
export const endStroke = (): void => {
  if (stroke !== null) models.get(stroke)?.pushStackElement()
  stroke = null
}

/** One step through a cell's undo history. @returns its source after it, or null where there is no history */
export const travelModel = async (session: number, cell: string, way: 'undo' | 'redo'): Promise<string | null> => {
  const model = models.get(keyOf(session, cell))
  if (!model) return null
  await model[way]()
  return model.getValue()
}
