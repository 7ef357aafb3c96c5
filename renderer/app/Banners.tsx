import { useLab, useLabState } from '../actions/lab.ts'
import { saveAsCopy, saveNow, takeOtherVersion, trustNotebook } from '../actions/notebooks.ts'
import { Icon } from '../ui/Icon.tsx'

/** What the user must know before anything else. */
export const Banners = () => {
  const lab = useLab()
  const connection = useLabState((state) => state.connection)
  const untrusted = useLabState((state) => state.notebook !== null && !state.notebook.info.trusted)
  return (
    <div className="banners">
      {connection === 'lost' && <div className="banner" role="status"><Icon name="warning" />Connection lost, trying again. What you type is kept here and saved when it is back, so leave this page open.</div>}
      <NotSaved />
      {untrusted && (
        <div className="banner" role="status">
          <Icon name="warning" />This notebook was not made here. Read it first: its code can do all that you can.
          <span className="spacer" />
          <button type="button" className="bordered" onClick={() => void trustNotebook(lab)}>Trust it and allow running</button>
        </div>
      )}
    </div>
  )
}

/** Why the notebook could not be written, whole, and what can be done; what was typed stays in this page meanwhile. */
const NotSaved = () => {
  const lab = useLab()
  const save = useLabState((state) => state.notebook?.save)
  if (save?.kind !== 'error' && save?.kind !== 'conflict') return null
  return (
    <div className="banner" role="alert">
      <Icon name="warning" /><span>Not saved: {save.message}</span>
      <span className="spacer" />
      {save.kind === 'conflict'
        ? <><button type="button" className="bordered" onClick={() => void saveAsCopy(lab)}>Keep mine as a copy</button><button type="button" className="bordered" onClick={() => void takeOtherVersion(lab)}>Take over the other</button></>
        : <button type="button" className="bordered" onClick={() => void saveNow(lab)}>Try again</button>}
    </div>
  )
}
