import * as monaco from 'monaco-editor/editor'
import * as typescript from 'monaco-editor/languages/features/typescript/register'
import 'monaco-editor/languages/definitions/typescript/register'
import 'monaco-editor/languages/definitions/markdown/register'
import 'monaco-editor/features/bracketMatching/register'
import 'monaco-editor/features/caretOperations/register'
import 'monaco-editor/features/clipboard/register'
import 'monaco-editor/features/codeEditor/register'
import 'monaco-editor/features/codicon/register'
import 'monaco-editor/features/comment/register'
import 'monaco-editor/features/contextmenu/register'
import 'monaco-editor/features/cursorUndo/register'
import 'monaco-editor/features/find/register'
import 'monaco-editor/features/hover/register'
import 'monaco-editor/features/indentation/register'
import 'monaco-editor/features/linesOperations/register'
import 'monaco-editor/features/multicursor/register'
import 'monaco-editor/features/parameterHints/register'
import 'monaco-editor/features/placeholderText/register'
import 'monaco-editor/features/rename/register'
import 'monaco-editor/features/smartSelect/register'
import 'monaco-editor/features/snippet/register'
import 'monaco-editor/features/suggest/register'
import 'monaco-editor/features/toggleTabFocusMode/register'
import 'monaco-editor/features/tokenization/register'
import 'monaco-editor/features/wordHighlighter/register'
import 'monaco-editor/features/wordOperations/register'
import EditorWorker from 'monaco-editor/editor/editor.worker?worker'
import TypeScriptWorker from 'monaco-editor/language/typescript/ts.worker?worker'
import { currentTheme, onThemeChange } from '../actions/appearance.ts'
import type { Monaco } from './monaco.ts'
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
  typescriptDefaults.setDiagnosticsOptions({ diagnosticCodesToIgnore: ignoredDiagnostics })
  typescriptDefaults.setEagerModelSync(true)
  for (const [name, theme] of Object.entries(editorThemes)) monaco.editor.defineTheme(name, theme)
  const applyTheme = (): void => monaco.editor.setTheme(currentTheme() === 'dark' ? 'lab-dark' : 'lab-light')
  applyTheme()
  onThemeChange(applyTheme)
  return { editor: monaco.editor, Uri: monaco.Uri, typescript }
}
