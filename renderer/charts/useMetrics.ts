import { useCallback, useEffect, useSyncExternalStore } from 'react'
import { useLab } from '../actions/lab.ts'
import { loadRuns } from '../actions/runs.ts'

/** Loads the points of runs and follows them. Returns a number that changes when points came. */
export const useMetrics = (runs: readonly string[]): number => {
  const lab = useLab()
  const key = runs.join(' ')
  useEffect(() => {
    void loadRuns(lab, key.split(' ').filter(Boolean))
  }, [lab, key])
  const subscribe = useCallback((listener: () => void) => {
    const undo = key.split(' ').map((run) => lab.metrics.watch(run, listener))
    return () => undo.forEach((stop) => stop())
  }, [lab, key])
  return useSyncExternalStore(subscribe, () => runs.reduce((sum, run) => sum + lab.metrics.version(run), 0))
}
