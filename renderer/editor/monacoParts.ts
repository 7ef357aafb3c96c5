import * as monaco from 'monaco-editor/editor'
import * as typescript from 'monaco-editor/languages/features/typescript/register'
import 'monaco-editor/languages/definitions/typescript/register'
import 'monaco-editor/languages/definitions/markdown/register'
// All features: one by one they load controllers whose services another feature registers.
import 'monaco-editor/features/register.all'
import EditorWorker from 'monaco-editor/editor/editor.worker?worker'
import TypeScriptWorker from 'monaco-editor/language/typescript/ts.worker?worker'
import { currentTheme, onThemeChange } from '../actions/appearance.ts'
import type { Monaco } from './monacoTypes.ts'
import { ignoredDiagnostics } from './diagnostics.ts'
import { editorThemes } from './editorThemes.ts'

/** Sets up workers, TypeScript and themes; called once. */
export const setUpMonaco = (): Monaco => {
  window.MonacoEnvironment = { getWorker: (_, label) => (label === 'typescript' ? new TypeScriptWorker() : new EditorWorker()) }
  const { typescriptDefaults, ScriptTarget, ModuleKind, ModuleResolutionKind } = typescript
  typescriptDefaults.setCompilerOptions({
    target: ScriptTarget.ESNext, module: ModuleKind.ESNext, moduleResolution: ModuleResolutionKind.NodeJs,
    // No DOM: cells run in a worker, and DOM globals such as `name` would clash with names of cells.
    lib: ['esnext'], strict: true, noImplicitAny: false, allowNonTsExtensions: true, noEmit: true,
  })
  // Only the cell in the editor shows its mistakes: to look for those of all the others would keep a core busy for seconds.
  typescriptDefaults.setDiagnosticsOptions({ diagnosticCodesToIgnore: ignoredDiagnostics, onlyVisible: true })
  typescriptDefaults.setEagerModelSync(true)
  for (const [name, theme] of Object.entries(editorThemes)) monaco.editor.defineTheme(name, theme)
  const applyTheme = (): void => monaco.editor.setTheme(`lab-${currentTheme()}`)
  applyTheme()
  onThemeChange(applyTheme)
  return { editor: monaco.editor, Uri: monaco.Uri, typescript }
}
