import { useMemo } from 'react'
import { useLab, useLabState } from '../actions/lab.ts'
import { commandById } from '../commands/registry.ts'
import { Icon, type IconName } from '../ui/Icon.tsx'

const looks: Record<'stopped' | 'ready' | 'busy' | 'crashed', { icon: IconName; look: string; words: string }> = {
  stopped: { icon: 'dash', look: '', words: 'engine idle' },
  ready: { icon: 'check', look: '', words: 'engine ready' },
  busy: { icon: 'spin', look: 'running', words: 'training' },
  crashed: { icon: 'warning', look: 'crashed', words: 'engine crashed' },
}

/** What the training process is doing; pressed, it shows the engines. */
export const KernelStatus = () => {
  const lab = useLab()
  const kernel = useLabState((state) => state.kernel)
  const runs = useLabState((state) => state.runs)
  // Not in the selector, which is asked with every key that is typed: there may be ten thousand runs.
  const training = useMemo(() => Object.values(runs).some(({ status }) => status === 'preparing' || status === 'running'), [runs])
  if (!kernel) return null
  const { icon, look, words: usual } = looks[kernel.status]
  // Busy without a run: it draws, exports or reads, and says so.
  const words = kernel.status === 'busy' && !training && kernel.detail !== '' ? kernel.detail : usual
  return <button type="button" className={`kernel status ${look}`} title={kernel.detail || words} onClick={() => commandById('view.engines').run(lab)}><Icon name={icon} /><span className="ellipsis">{words}</span></button>
}
