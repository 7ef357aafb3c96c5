/** Gives a file to the user, as a browser or Electron gives downloads. */
export const download = (name: string, content: Blob): void => {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  // The click has taken hold of the blob by then; the next task may free it.
  setTimeout(() => URL.revokeObjectURL(link.href))
}

/** What is seen in an element's canvases, one over the other, on the page's colour. */
export const canvasPng = (canvases: readonly HTMLCanvasElement[], paper: string): Promise<Blob | null> => {
  const { width, height } = canvases[0]!
  const picture = document.createElement('canvas')
  picture.width = width
  picture.height = height
  const context = picture.getContext('2d')!
  context.fillStyle = paper
  context.fillRect(0, 0, width, height)
  for (const canvas of canvases) context.drawImage(canvas, 0, 0)
  return new Promise((resolve) => picture.toBlob(resolve, 'image/png'))
}
