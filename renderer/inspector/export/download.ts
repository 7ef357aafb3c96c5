/** Gives a file to the user, as a browser or Electron gives downloads. */
export const download = (name: string, content: Blob): void => {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  // The click has taken hold of the blob by then; the next task may free it.
  setTimeout(() => URL.revokeObjectURL(link.href))
}

/** A file's name from words. */
export const fileName = (words: string): string => words.replaceAll(/[^\w-]+/g, '-').replaceAll(/^-|-$/g, '')
