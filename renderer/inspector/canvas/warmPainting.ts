import { patchPosition, textPosition, type InspectedPosition } from '../../../protocol/inspection/index.ts'
import { matrixOf } from '../matrix/bits.ts'
import { kindTable } from '../matrix/kinds.ts'
import { paintInks, type Colour, type Paint } from '../matrix/paint.ts'
import { sequenceOf } from '../matrix/sequence.ts'

/** Text and an image of 16 × 16 patches, three times over. */
const documents = 3, textLength = 84, side = 16, tile = 128, passes = 20

let begun = false

/**
 * Paints a mask over a middling sequence where nobody sees it, a piece each time the page is idle. Until V8 has compiled these
 * loops, the first picture of 4,096 positions takes several times as long as the next one; the page that has just opened on a
 * short sequence has not used them enough.
 */
export const warmPainting = (): void => {
  if (begun) return
  begun = true
  const paint = examplePaint(), pixels = new Uint8ClampedArray(tile * tile * 4)
  const pieces = Array.from({ length: passes }, (_, i) => [2 + (i % 5), 1]).flat()
  const next = (): void => {
    const bin = pieces.pop()
    if (bin === undefined) return
    paint({ left: 0, top: 0, side: tile, bin }, pixels)
    requestIdleCallback(next)
  }
  requestIdleCallback(next)
}

const examplePaint = (): Paint => {
  const positions: InspectedPosition[] = Array.from({ length: documents }, (_, document) => [
    ...Array.from({ length: textLength }, () => textPosition('', document)),
    ...Array.from({ length: side * side }, (_patch, i) => patchPosition(document, Math.floor(i / side), i % side, document, 0)),
  ]).flat()
  const sequence = sequenceOf({ title: '', length: positions.length, used: positions.length, positions, images: [], crossDocument: false })
  const { segments, segmentOf } = sequence, palette = Array.from({ length: 6 }, (_, i): Colour => [40 * i, 0, 0])
  const sees = (query: number, key: number): boolean => segments[segmentOf[query]!]!.document === segments[segmentOf[key]!]!.document && (key <= query || segmentOf[query] === segmentOf[key])
  return paintInks(sequence, [{ matrix: matrixOf(sequence.length, sees), colour: kindTable(sequence) }], palette, [255, 255, 255])
}
