import { useEffect } from 'react'
import type { CheckpointRecord } from '../../../protocol/records.ts'
import { useLab, useLabState } from '../../actions/lab.ts'
import { loadRuns } from '../../actions/runs.ts'

/** A checkpoint of a run: of a step, or the last. */
export interface Checkpoint {
  run: string
  step: number | null
}

export const keyOf = ({ run, step }: Checkpoint): string => `${run} ${step ?? ''}`

/** What a choice says; nothing chosen is an empty text. */
export const checkpointOf = (key: string): Checkpoint | null => {
  const [run, step] = key.split(' ')
  return run ? { run, step: stepOf(step ?? '') } : null
}

export const stepOf = (text: string): number | null => (text === '' ? null : Number(text))

const none: CheckpointRecord[] = []

/** The steps of a run that have a checkpoint. */
export const useCheckpointSteps = (run: string): number[] => {
  const lab = useLab()
  const checkpoints = useLabState((state) => state.checkpoints[run] ?? none)
  useEffect(() => void loadRuns(lab, [run]), [lab, run])
  return checkpoints.map(({ step }) => step)
}
