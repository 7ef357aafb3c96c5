import type { MeasureRequest } from '../../protocol/measurements.ts'
import type { Dataset } from '../data/document.ts'
import type { InferenceModel } from '../generation/inferenceModel.ts'
import type { CaptionDrawings } from './drawings.ts'

/** What a measurement works on. */
export interface Measuring {
  model: InferenceModel
  dataset: Dataset
  request: MeasureRequest
  /** Folder of the networks that the user brings. */
  networks: string
  /** Drawings of held-out captions, made once for all that is measured of them. */
  drawings(): Promise<CaptionDrawings>
  /** How much of this measurement is done, 0 … 1. */
  onShare(share: number): void
}
