import type { Lab } from './lab.ts'
import { notify } from './notices.ts'

/** Puts text on the clipboard, and says so. */
export const copyText = (lab: Lab, text: string, said: string): void => {
  navigator.clipboard.writeText(text).then(
    () => notify(lab.store, 'info', said),
    () => notify(lab.store, 'error', 'The clipboard is not allowed here; save the file instead, or select the text and copy it.'),
  )
}

/** Hands a file to the browser, which puts it where downloads go. */
export const saveText = (name: string, text: string, type: string): void => saveBytes(name, text, `${type};charset=utf-8`)

/** As `saveText`, for what is no text. */
export const saveBytes = (name: string, bytes: BlobPart, type: string): void => {
  const url = URL.createObjectURL(new Blob([bytes], { type }))
  const link = Object.assign(document.createElement('a'), { href: url, download: name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}
