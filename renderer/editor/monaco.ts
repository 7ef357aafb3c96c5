import type { Monaco } from './monacoTypes.ts'

let loading: Promise<Monaco> | null = null

/** The editor, loaded when first wanted: it is most of the page's bytes. */
export const loadMonaco = (): Promise<Monaco> => (loading ??= import('./monacoParts.ts').then(({ setUpMonaco }) => setUpMonaco()))
