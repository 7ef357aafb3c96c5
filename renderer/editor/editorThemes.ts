import type { Theme } from '../actions/appearance.ts'
import type { editor } from 'monaco-editor/editor/editor.api'

/** Colours of code, the same as `--code-*` in theme.css: the editor cannot read CSS variables. */
const rules = (colours: Record<'comment' | 'string' | 'number' | 'keyword' | 'type' | 'plain', string>): editor.ITokenThemeRule[] => [
  { token: '', foreground: colours.plain },
  { token: 'comment', foreground: colours.comment },
  { token: 'string', foreground: colours.string },
  { token: 'number', foreground: colours.number },
  { token: 'keyword', foreground: colours.keyword },
  { token: 'type', foreground: colours.type },
  { token: 'delimiter', foreground: colours.plain },
]

/** All brackets in one colour: colours that change with depth would say nothing here. */
const brackets = (colour: string): Record<string, string> =>
  Object.fromEntries([1, 2, 3, 4, 5, 6].map((depth) => [`editorBracketHighlight.foreground${depth}`, `#${colour}`]))

export const editorThemes: Record<`lab-${Theme}`, editor.IStandaloneThemeData> = {
  'lab-light': {
    base: 'vs', inherit: true,
    rules: rules({ comment: '5f6b7a', string: '0b6e4f', number: '9a4a00', keyword: '8430a8', type: '1f5fbf', plain: '1b2129' }),
    colors: { 'editor.background': '#f6f7f9', 'editor.lineHighlightBackground': '#00000000', 'editorGutter.background': '#f6f7f9', focusBorder: '#00000000', ...brackets('1b2129') },
  },
  'lab-dark': {
    base: 'vs-dark', inherit: true,
    rules: rules({ comment: '8b97a7', string: '7fd1ae', number: 'f0a868', keyword: 'd19bf0', type: '82b4ff', plain: 'e3e8ee' }),
    colors: { 'editor.background': '#1b2027', 'editor.lineHighlightBackground': '#00000000', 'editorGutter.background': '#1b2027', focusBorder: '#00000000', ...brackets('e3e8ee') },
  },
  'lab-contrast': {
    base: 'hc-black', inherit: true,
    rules: rules({ comment: 'c8c8c8', string: '7fd1ae', number: 'f0a868', keyword: 'd19bf0', type: '82b4ff', plain: 'ffffff' }),
    colors: { 'editor.background': '#000000', 'editor.lineHighlightBackground': '#00000000', 'editorGutter.background': '#000000', ...brackets('ffffff') },
  },
}
