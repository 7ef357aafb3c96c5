import type { Cell } from '../../protocol/notebook.ts'
import type { EditorModel, Monaco } from './monaco.ts'

/**
 * One text model per code cell of the open notebook. The TypeScript service reads all of them as scripts of one
 * program: what one cell defines, the others know.
 */
const models = new Map<string, EditorModel>()

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
    if (model && model.getValue() !== cell.source) model.setValue(cell.source)
  }
}
