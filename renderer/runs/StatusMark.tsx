import type { RunStatus } from '../../protocol/records.ts'
import { Icon } from '../ui/Icon.tsx'
import { statusIcons } from './statusWords.ts'

/** A status: drawing, word and colour together. */
export const StatusMark = ({ status, words = status }: { status: RunStatus; words?: string }) => (
  <span className={`status ${status}`}><Icon name={statusIcons[status]} />{words}</span>
)
