import { useEffect, useRef, useSyncExternalStore } from 'react'
import { currentTheme, onThemeChange } from '../../actions/appearance.ts'
import { heat } from '../canvas/pictures.ts'
import { paintValues } from '../matrix/paint.ts'
import { fullWeight } from './spread.ts'

/** All weights of a head, small: [side · side]. */
export const Thumbnail = ({ weights, side }: { weights: Float32Array; side: number }) => {
  const canvas = useRef<HTMLCanvasElement>(null)
  const theme = useSyncExternalStore(onThemeChange, currentTheme)
  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!context) return
    const pixels = context.createImageData(side, side), full = fullWeight(weights, side, side)
    paintValues(side, weights.map((weight) => Math.sqrt(weight / full)), side, heat())({ left: 0, top: 0, side, bin: 1 }, pixels.data)
    context.putImageData(pixels, 0, 0)
  }, [weights, side, theme])
  return <canvas ref={canvas} width={side} height={side} className="thumbnail" aria-hidden="true" />
}
