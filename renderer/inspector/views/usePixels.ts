import { useEffect, useState } from 'react'
import type { Pixels } from '../canvas/drawAxis.ts'
import type { Sequence } from '../matrix/sequence.ts'

/** The pictures of a sequence's images, each as soon as it has come. */
export const usePixels = ({ images }: Sequence): Pixels => {
  const [pixels, setPixels] = useState<Pixels>([])
  useEffect(() => {
    let gone = false
    const found: (HTMLImageElement | null)[] = images.map(() => null)
    void Promise.all(images.map(async ({ png }, i) => {
      if (png === null) return
      const picture = new Image()
      picture.src = png
      await picture.decode()
      found[i] = picture
    })).catch(() => undefined).then(() => {
      if (!gone) setPixels(found)
    })
    return () => {
      gone = true
    }
  }, [images])
  return pixels
}
