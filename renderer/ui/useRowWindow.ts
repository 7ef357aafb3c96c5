import { useLayoutEffect, useState, type RefObject } from 'react'

/** Rows above and below what is seen, so that a quick scroll shows no gap. */
const margin = 12

/** Which rows of a long list are near what is seen: the rest are not made. All rows have one height, in pixels. */
export const useRowWindow = (scroller: RefObject<HTMLElement | null>, count: number, height: number): { first: number; last: number } => {
  const [seen, setSeen] = useState({ first: 0, last: 60 })
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const measure = (): void => {
      // In steps of the margin: a scroll within one makes nothing anew.
      const first = Math.max(0, Math.floor(element.scrollTop / height / margin) * margin - margin)
      const last = Math.ceil((element.scrollTop + element.clientHeight) / height / margin) * margin + margin
      setSeen((now) => (now.first === first && now.last === last ? now : { first, last }))
    }
    measure()
    element.addEventListener('scroll', measure, { passive: true })
    const resized = new ResizeObserver(measure)
    resized.observe(element)
    return () => {
      element.removeEventListener('scroll', measure)
      resized.disconnect()
    }
  }, [scroller, height])
  return { first: Math.min(seen.first, Math.max(0, count - 1)), last: Math.min(seen.last, count) }
}
