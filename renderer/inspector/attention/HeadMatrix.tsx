import { useMemo, useSyncExternalStore } from 'react'
import { floats, type AttentionReading } from '../../../protocol/inspection/index.ts'
import { currentTheme, onThemeChange } from '../../actions/appearance.ts'
import { weightPicture } from '../canvas/pictures.ts'
import { lineOf } from '../state/marks.ts'
import { useInspector } from '../views/InspectorContext.ts'
import { MatrixCanvas } from '../views/MatrixCanvas.tsx'
import type { Direction } from '../words/sentence.ts'
import { fullWeight } from './spread.ts'

/** The three steps of attention: q · k / √K, what the mask leaves of it, and the weights that the softmax makes of that. */
export type AttentionStep = 'scores' | 'masked' | 'weights'

export const attentionSteps: readonly (readonly [AttentionStep, string])[] = [['scores', 'q·k / √K'], ['masked', 'mask'], ['weights', 'softmax']]

/** One head at one of the three steps. */
export const HeadMatrix = ({ reading, step, name, wheelZooms }: { reading: AttentionReading; step: AttentionStep; name: string; wheelZooms: boolean }) => {
  const { model } = useInspector()
  const theme = useSyncExternalStore(onThemeChange, currentTheme)
  const { matrix } = model.masks[0]!
  const picture = useMemo(() => {
    const stride = reading.sequence.length, { maps } = reading
    if (!maps) return null
    const scores = step === 'weights' || maps.scores === null ? null : floats(maps.scores)
    if (!scores) {
      const weights = floats(maps.weights)
      return weightPicture(model, weights.map(Math.sqrt), stride, Math.sqrt(fullWeight(weights, stride, model.sequence.length)), matrix)
    }
    const { lowest, highest } = rangeOf(scores, stride, model.sequence.length)
    return weightPicture(model, scores.map((score) => score - lowest), stride, Math.max(highest - lowest, 1e-9), step === 'masked' ? matrix : null)
  }, [reading, step, model, matrix, theme])
  const marks = useMemo(() => (focus: { at: number }, direction: Direction) => lineOf(matrix, focus.at, direction, model.sequence.length), [matrix, model])
  if (!picture) return null
  return <MatrixCanvas label={`${name}, ${step === 'weights' ? 'attention weights' : step === 'masked' ? 'scores after the mask' : 'scores before the mask'}`} picture={picture} marks={marks} wheelZooms={wheelZooms} />
}

const rangeOf = (values: Float32Array, stride: number, length: number): { lowest: number; highest: number } => {
  let lowest = Infinity, highest = -Infinity
  for (let q = 0; q < length; q++) for (let k = 0; k < length; k++) {
    const value = values[q * stride + k]!
    if (value < lowest) lowest = value
    if (value > highest) highest = value
  }
  return { lowest, highest }
}
