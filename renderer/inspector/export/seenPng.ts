/** Space around the picture, in CSS pixels. */
const margin = 12

/** What is seen of the strip and the matrices in an element, where they stand on the page, as a PNG on the page's colour. */
export const seenPng = (root: HTMLElement, paper: string): Promise<Blob | null> => {
  const seen = [...root.querySelectorAll<HTMLCanvasElement>('.strip canvas, .matrix canvas')].map((canvas) => {
    const whole = canvas.getBoundingClientRect(), window = (canvas.closest('.strip-scroll') ?? canvas).getBoundingClientRect()
    return { canvas, whole, left: Math.max(whole.left, window.left), top: Math.max(whole.top, window.top), right: Math.min(whole.right, window.right), bottom: Math.min(whole.bottom, window.bottom) }
  }).filter(({ left, top, right, bottom }) => right > left && bottom > top)
  if (seen.length === 0) return Promise.resolve(null)
  const left = Math.min(...seen.map((one) => one.left)) - margin, top = Math.min(...seen.map((one) => one.top)) - margin
  const ratio = Math.max(...seen.map(({ canvas, whole }) => canvas.width / whole.width))
  const picture = document.createElement('canvas')
  picture.width = Math.ceil((Math.max(...seen.map((one) => one.right)) + margin - left) * ratio)
  picture.height = Math.ceil((Math.max(...seen.map((one) => one.bottom)) + margin - top) * ratio)
  const context = picture.getContext('2d')!
  context.fillStyle = paper
  context.fillRect(0, 0, picture.width, picture.height)
  context.imageSmoothingEnabled = false
  for (const one of seen) {
    const x = one.left - one.whole.left, y = one.top - one.whole.top, width = one.right - one.left, height = one.bottom - one.top
    const own = one.canvas.width / one.whole.width
    context.drawImage(one.canvas, x * own, y * own, width * own, height * own, (one.left - left) * ratio, (one.top - top) * ratio, width * ratio, height * ratio)
  }
  return new Promise((resolve) => picture.toBlob(resolve, 'image/png'))
}
