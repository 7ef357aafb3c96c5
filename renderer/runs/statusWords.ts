import type { RunRecord, RunStatus } from '../../protocol/records.ts'
import { formatTimeLeft } from '../format/time.ts'
import type { IconName } from '../ui/Icon.tsx'
import { runFraction, type RunControl } from '../state/runs.ts'

export const statusIcons: Record<RunStatus, IconName> = {
  queued: 'clock', preparing: 'spin', running: 'spin', paused: 'pause', finished: 'check', failed: 'cross', cancelled: 'ended', crashed: 'warning',
}

/** What a button says and what it will do. */
export const controlWords: Record<RunControl, { label: string; hint: string; icon: IconName }> = {
  repeat: { label: 'Run again', hint: 'Trains the same config anew, as a run of its own, and compares every number', icon: 'restart' },
  pause: { label: 'Pause', hint: 'Stops after this step and keeps everything in memory', icon: 'pause' },
  continue: { label: 'Continue', hint: 'Goes on where it was paused', icon: 'play' },
  stop: { label: 'Stop', hint: 'Writes a checkpoint and ends; can be resumed', icon: 'stop' },
  resume: { label: 'Resume', hint: 'Goes on from the last checkpoint', icon: 'play' },
  remove: { label: 'Delete', hint: 'To the trash; can be taken back', icon: 'trash' },
}

/** One line for a narrow place: `running 40 %`. */
export const shortStatus = (run: RunRecord): string =>
  run.status === 'running' || run.status === 'paused' ? `${run.status} ${Math.floor(runFraction(run) * 100)} %` : run.status

/** When it will be done, where that is known. */
export const timeLeft = (run: RunRecord, now: number): string | null =>
  run.status === 'running' && run.expectedEnd !== null ? formatTimeLeft(run.expectedEnd - now) : null
