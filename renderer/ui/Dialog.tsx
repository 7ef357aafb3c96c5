import { useEffect, useLayoutEffect, useRef, type ReactNode } from 'react'
import { createPortal } from 'react-dom'
import { dialogOpened } from './openDialogs.ts'

interface DialogProps {
  label: string
  wide?: boolean
  onClose(): void
  children: ReactNode
}

const focusable = 'button:not(:disabled), input, select, textarea, a[href], [tabindex="0"]'

/** Something over the page: takes the focus, keeps it, and gives it back. Escape and a click beside it close it. */
export const Dialog = ({ label, wide = false, onClose, children }: DialogProps) => {
  const element = useRef<HTMLDivElement>(null)
  const close = useRef(onClose)
  close.current = onClose

  useLayoutEffect(dialogOpened, [])

  useEffect(() => {
    const before = document.activeElement
    if (!element.current?.contains(before)) element.current?.querySelector<HTMLElement>(focusable)?.focus()
    return () => {
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])

  useEffect(() => {
    // On the window: what had the focus may be gone from the dialog, and the press comes to the page.
    const onEscape = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented) return
      event.stopPropagation()
      close.current()
    }
    window.addEventListener('keydown', onEscape)
    return () => window.removeEventListener('keydown', onEscape)
  }, [])

  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (event.key !== 'Tab') return
    const items = [...(element.current?.querySelectorAll<HTMLElement>(focusable) ?? [])]
    const [first, last] = [items[0], items.at(-1)]
    if (event.shiftKey ? document.activeElement === first : document.activeElement === last) {
      event.preventDefault()
      ;(event.shiftKey ? last : first)?.focus()
    }
  }

  return createPortal(
    <div className="shade" onMouseDown={(event) => event.target === event.currentTarget && onClose()}>
      <div ref={element} className={`dialog ${wide ? 'wide' : ''}`} role="dialog" aria-modal="true" aria-label={label} onKeyDown={onKeyDown}>{children}</div>
    </div>,
    document.body,
  )
}
