import type { EditorInstance, Monaco } from './monacoTypes.ts'

/** The one editor of the page, which moves into the cell that is typed into: an editor per cell would not scale. */
let shared: { editor: EditorInstance; element: HTMLElement } | null = null

export const sharedEditor = (monaco: Monaco): { editor: EditorInstance; element: HTMLElement } => {
  if (shared) return shared
  const element = document.createElement('div')
  element.className = 'code-editor'
  const editor = monaco.editor.create(element, {
    model: null,
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--font-mono'),
    fontSize: 13, lineHeight: 20, padding: { top: 8, bottom: 8 },
    lineNumbers: 'off', glyphMargin: false, folding: false, lineDecorationsWidth: 12, lineNumbersMinChars: 0,
    minimap: { enabled: false }, overviewRulerLanes: 0, overviewRulerBorder: false, hideCursorInOverviewRuler: true,
    scrollBeyondLastLine: false, renderLineHighlight: 'none', wordWrap: 'on', contextmenu: true,
    scrollbar: { vertical: 'hidden', horizontal: 'auto', alwaysConsumeMouseWheel: false, handleMouseWheel: true },
    fixedOverflowWidgets: true, automaticLayout: false, tabSize: 2,
    occurrencesHighlight: 'off', guides: { indentation: false }, quickSuggestions: { strings: true, other: true, comments: false },
    ariaLabel: 'Cell source. Escape leaves the cell.',
  })
  shared = { editor, element }
  return shared
}
