import { useEffect, useRef, useSyncExternalStore } from 'react'
import { currentTheme, onThemeChange } from '../../actions/appearance.ts'
import { heat } from '../canvas/pictures.ts'
import { paintValues } from '../matrix/paint.ts'
import { fullWeight } from './spread.ts'

/** Pixels of a side. */
const side = 56

/** All weights of a head, small: each pixel is the mean of its pairs. */
export const Thumbnail = ({ weights, stride, length }: { weights: Float32Array | undefined; stride: number; length: number }) => {
  const canvas = useRef<HTMLCanvasElement>(null)
  const theme = useSyncExternalStore(onThemeChange, currentTheme)
  const bin = Math.max(1, Math.ceil(length / side)), size = Math.ceil(length / bin)
  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!context || !weights) return
    const pixels = context.createImageData(size, size)
    const full = fullWeight(weights, stride, length)
    paintValues(length, weights.map((weight) => Math.sqrt(weight / full)), stride, heat())({ left: 0, top: 0, side: size, bin }, pixels.data)
    context.putImageData(pixels, 0, 0)
  }, [weights, length, stride, bin, size, theme])
  return <canvas ref={canvas} width={size} height={size} className="thumbnail" aria-hidden="true" />
}
