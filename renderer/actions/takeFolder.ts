import { toBase64 } from '../../protocol/inspection/base64.ts'
import { messageOf } from '../../protocol/errors.ts'
import { cellIndex } from '../state/notebook.ts'
import { insertCell } from '../state/notebookEdits.ts'
import { newCellId } from './cells.ts'
import type { Lab } from './lab.ts'
import { changeNotebook } from './notebooks.ts'
import { notify } from './notices.ts'
import { show } from './runs.ts'

/** A file of a folder, and where it lies in it. */
export interface FolderFile {
  path: string
  file: File
}

const wanted = /\.(png|jpe?g|webp|gif|wav|txt|jsonl|csv)$/i
const sounds = /\.wav$/i
const hidden = /(^|\/)\./

/** Takes a folder of this computer into the home, and writes the cell that trains on it. */
export const takeFolder = async (lab: Lab, name: string, all: readonly FolderFile[]): Promise<void> => {
  const files = all.filter(({ path }) => wanted.test(path) && !hidden.test(path))
  if (files.length === 0) return notify(lab.store, 'error', `${name} holds no pictures, sounds or captions; a dataset is a folder of PNG, JPEG, WebP, GIF or WAV files with NAME.txt beside each, or a metadata.jsonl or metadata.csv.`)
  const { connection, store } = lab
  try {
    const ticket = await connection.request('data.beginFolder', { name })
    try {
      for (const [done, { path, file }] of files.entries()) {
        store.update((state) => ({ ...state, progress: { ...state.progress, folder: { run: 'folder', stage: `Taking in ${name}`, done, total: files.length } } }))
        await connection.request('data.addFile', { ticket, path, base64: toBase64(new Uint8Array(await file.arrayBuffer())) })
      }
    } catch (thrown) {
      await connection.request('data.dropFolder', { ticket }).catch(() => undefined)
      throw thrown
    }
    const folder = await connection.request('data.endFolder', { ticket })
    writeConfig(lab, name, folder, files.every(({ path }) => !/\.(png|jpe?g|webp|gif)$/i.test(path)) && files.some(({ path }) => sounds.test(path)))
    notify(store, 'info', `${name} is a dataset of this app now.`, { label: 'Look at it', run: () => show(lab, { kind: 'dataset', of: { config: configOf(folder, false) } }) })
  } catch (thrown) {
    notify(store, 'error', `${name} was not taken in: ${messageOf(thrown)}`)
  } finally {
    store.update((state) => {
      const { folder: _, ...progress } = state.progress
      return { ...state, progress }
    })
  }
}

const configOf = (path: string, waves: boolean): Record<string, unknown> => ({ preset: waves ? 'nanoWaves' : 'nano', data: { name: waves ? 'wavFolder' : 'folder', path } })

/** A cell below the selected one. */
const writeConfig = (lab: Lab, name: string, folder: string, waves: boolean): void => {
  const { preset, data } = configOf(folder, waves) as { preset: string; data: { name: string } }
  changeNotebook(lab, (notebook) => {
    const source = `const ${freeIdentifier(name, notebook.cells.map((cell) => cell.source).join('\n'))} = lab.config({ preset: '${preset}', data: { name: '${data.name}', path: ${JSON.stringify(folder)} } })`
    return insertCell(notebook, cellIndex(notebook, notebook.selected) + 1, { id: newCellId(), kind: 'code', source }, 'command')
  })
  show(lab, { kind: 'notebook' })
}

/** A name for a folder's config that no cell has yet: `my cats` → `myCats`. */
export const freeIdentifier = (name: string, taken: string): string => {
  const words = name.normalize('NFKD').match(/[A-Za-z0-9]+/g) ?? []
  const joined = words.map((word, i) => (i === 0 ? word[0]!.toLowerCase() : word[0]!.toUpperCase()) + word.slice(1)).join('')
  const base = joined === '' ? 'pictures' : /^\d/.test(joined) ? `data${joined}` : joined
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? base : `${base}${n}`
    if (!new RegExp(`\\b${candidate}\\b`).test(taken)) return candidate
  }
}
