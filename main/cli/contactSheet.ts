import sharp from 'sharp'

export interface SheetItem {
  png: Buffer
  /** Written under the picture. */
  text: string
}

const cell = { picture: 96, text: 30, gap: 8 }

const escapeXml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)

/** Words in lines of about `width` characters, two at most; what has no room leaves an ellipsis. */
const lines = (text: string, width: number): string[] => {
  const result: string[] = ['']
  for (const word of text.split(' ')) {
    const line = `${result.at(-1)} ${word}`.trim()
    if (line.length <= width || result.at(-1) === '') result[result.length - 1] = line
    else result.push(word)
  }
  return result.length <= 2 ? result : [result[0]!, `${result[1]} …`]
}

const isLarger = async (png: Buffer, width: number): Promise<boolean> => (await sharp(png).metadata()).width > width

/** A picture at the size of its cell: small ones with sharp pixels, large ones smoothed. */
const fitted = async (png: Buffer, width: number): Promise<Buffer> =>
  sharp(png).resize(width, cell.picture, { kernel: (await isLarger(png, width)) ? 'lanczos3' : 'nearest', fit: 'fill' }).png().toBuffer()

/**
 * Pictures in rows with their words under them, as one PNG; pixels are enlarged, not smoothed.
 * @param aspect width of a picture by its height
 */
export const contactSheet = async (items: readonly SheetItem[], columns: number, aspect = 1): Promise<Buffer> => {
  const width = Math.round(cell.picture * aspect)
  const rows = Math.ceil(items.length / columns)
  const step = { x: width + cell.gap, y: cell.picture + cell.text + cell.gap }
  const place = (index: number): { left: number; top: number } =>
    ({ left: cell.gap + (index % columns) * step.x, top: cell.gap + Math.floor(index / columns) * step.y })
  const pictures = await Promise.all(items.map(async ({ png }, index) => ({
    input: await fitted(png, width), ...place(index),
  })))
  const size = { width: cell.gap + columns * step.x, height: cell.gap + rows * step.y }
  const words = items.flatMap(({ text }, index) => lines(text, Math.round(17 * aspect)).map((line, i) => {
    const { left, top } = place(index)
    return `<text x="${left}" y="${top + cell.picture + 12 + 12 * i}">${escapeXml(line)}</text>`
  }))
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" font-family="sans-serif" font-size="10" fill="#333">${words.join('')}</svg>`
  return sharp({ create: { ...size, channels: 3, background: '#ffffff' } })
    .composite([...pictures, { input: Buffer.from(svg), left: 0, top: 0 }])
    // Curves, which are made smaller, have few colours.
    .png({ palette: items.length > 0 && (await isLarger(items[0]!.png, width)) }).toBuffer()
}
