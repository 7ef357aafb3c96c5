import { useEffect } from 'react'
import { useLab } from '../actions/lab.ts'

/** Saves when the page is hidden, and asks before it is closed with something unsaved. */
export const useLeaving = (): void => {
  const lab = useLab()
  useEffect(() => {
    const onHide = (): void => {
      if (document.visibilityState === 'hidden') void lab.autosave?.flush()
    }
    const onLeave = (event: BeforeUnloadEvent): void => {
      const { notebook } = lab.store.get()
      if (!notebook || notebook.save.kind === 'saved') return
      void lab.autosave?.flush()
      event.preventDefault()
    }
    document.addEventListener('visibilitychange', onHide)
    window.addEventListener('beforeunload', onLeave)
    return () => {
      document.removeEventListener('visibilitychange', onHide)
      window.removeEventListener('beforeunload', onLeave)
    }
  }, [lab])
}
