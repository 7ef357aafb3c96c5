import type { CellState } from '../../protocol/notebook.ts'
import type { IconName } from '../ui/Icon.tsx'

/** How a cell's status is said and drawn; a cell that never ran says nothing. */
export const cellWords: Record<CellState['status'], { word: string; icon: IconName; look: string } | null> = {
  idle: null,
  queued: { word: 'queued', icon: 'clock', look: 'queued' },
  running: { word: 'running', icon: 'spin', look: 'running' },
  done: { word: 'done', icon: 'check', look: 'finished' },
  failed: { word: 'failed after', icon: 'cross', look: 'failed' },
  interrupted: { word: 'interrupted after', icon: 'ended', look: 'cancelled' },
}
