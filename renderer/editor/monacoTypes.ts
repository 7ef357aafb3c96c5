import type * as monacoApi from 'monaco-editor/editor/editor.api'
import type * as typescriptApi from 'monaco-editor/languages/features/typescript/register'

/** The editor and its TypeScript service. */
export interface Monaco {
  editor: typeof monacoApi.editor
  Uri: typeof monacoApi.Uri
  typescript: typeof typescriptApi
}
export type EditorInstance = monacoApi.editor.IStandaloneCodeEditor
export type EditorModel = monacoApi.editor.ITextModel
