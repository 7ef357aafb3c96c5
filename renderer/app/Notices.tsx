import { useLab, useLabState } from '../actions/lab.ts'
import { dismiss } from '../actions/notices.ts'
import { IconButton } from '../ui/IconButton.tsx'

/** Short sentences at the corner; errors stay until they are dismissed. */
export const Notices = () => {
  const lab = useLab()
  const notices = useLabState((state) => state.notices)
  return (
    <div className="notices" aria-live="polite">
      {notices.map(({ id, kind, text, action }) => (
        <div key={id} className={`notice ${kind}`} role={kind === 'error' ? 'alert' : 'status'}>
          <p>{text}</p>
          {action && <button type="button" className="bordered" onClick={() => { action.run(); dismiss(lab.store, id) }}>{action.label}</button>}
          <IconButton icon="close" label="Dismiss" onClick={() => dismiss(lab.store, id)} />
        </div>
      ))}
    </div>
  )
}
