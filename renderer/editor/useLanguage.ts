import { useEffect } from 'react'
import { useLab, useLabState } from '../actions/lab.ts'
import { loadMonaco } from './monaco.ts'
import { syncModels } from './models.ts'

/** Cells print; the language service has no DOM to know `console` from. */
const consoleTypes = `
/** What is printed appears under the cell. */
declare var console: Record<'log' | 'info' | 'warn' | 'error' | 'debug' | 'table' | 'dir', (...values: unknown[]) => void>
declare function setTimeout(callback: () => void, milliseconds?: number): unknown
declare function clearTimeout(timer: unknown): void
declare function fetch(url: string): Promise<{ json(): Promise<unknown>; text(): Promise<string>; ok: boolean; status: number }>
declare function structuredClone<T>(value: T): T
declare const performance: { now(): number }
`

/** Keeps the TypeScript service's idea of the notebook up to date: the `lab` types and the source of every cell. */
export const useLanguage = (wanted: boolean): void => {
  const lab = useLab()
  const types = useLabState((state) => state.info?.labTypes)
  const session = useLabState((state) => state.notebook?.session)
  const cells = useLabState((state) => state.notebook?.cells)

  useEffect(() => {
    if (!wanted || types === undefined) return
    void loadMonaco().then(({ typescript: { typescriptDefaults } }) => {
      const shim = /declare (?:var|const) console\b/.test(types) ? [] : [{ content: consoleTypes, filePath: 'file:///console.d.ts' }]
      typescriptDefaults.setExtraLibs([{ content: types, filePath: 'file:///lab.d.ts' }, ...shim])
    })
  }, [wanted, types])

  useEffect(() => {
    if (!wanted) return
    void loadMonaco().then((monaco) => {
      // The state of now, not of this effect: an older one would take back what was typed since.
      const { notebook } = lab.store.get()
      if (notebook) syncModels(monaco, notebook.session, notebook.cells)
    })
  }, [wanted, session, cells, lab])
}
