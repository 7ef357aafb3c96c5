import type { MediaRecord } from '../../protocol/records.ts'
import { mediaSteps, stepAtOrBefore } from '../state/runs.ts'

/** One prompt, and what each run made of it. */
export interface MediaRow {
  text: string
  pictures: (MediaRecord | undefined)[]
}

/** Sample pictures of several runs at a step, a row per prompt: same prompt side by side, whatever its place in the sheet. */
export const mediaRows = (runs: readonly (readonly MediaRecord[])[], key: string, step: number): MediaRow[] => {
  const rows = new Map<string, MediaRow>()
  runs.forEach((media, column) => {
    const at = stepAtOrBefore(mediaSteps(media, key), step)
    const times = new Map<string, number>()
    for (const picture of media.filter((item) => item.key === key && item.step === at)) {
      // Captions are the model's own words; what runs share there is the picture, by its reference.
      const words = picture.reference ?? picture.text
      const nth = times.get(words) ?? 0
      times.set(words, nth + 1)
      const id = `${nth} ${words}`
      const row = rows.get(id) ?? { text: words, pictures: runs.map(() => undefined) }
      row.pictures[column] = picture
      rows.set(id, row)
    }
  })
  return [...rows.values()]
}

/** All steps at which any of the runs has pictures. */
export const allSteps = (runs: readonly (readonly MediaRecord[])[], key: string): number[] =>
  [...new Set(runs.flatMap((media) => mediaSteps(media, key)))].sort((a, b) => a - b)
