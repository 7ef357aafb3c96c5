import { useLayoutEffect, useRef, useState } from 'react'

export interface Size {
  /** CSS pixels, whole. */
  width: number
  height: number
  /** Device pixels of a CSS pixel. */
  ratio: number
}

/** The size of an element, as it changes; null before it is on the page. */
export const useSize = <Kind extends HTMLElement>(): [React.RefObject<Kind | null>, Size | null] => {
  const element = useRef<Kind>(null)
  const [size, setSize] = useState<Size | null>(null)
  useLayoutEffect(() => {
    const observed = element.current
    if (!observed) return
    const read = (): void => {
      const { clientWidth: width, clientHeight: height } = observed
      const ratio = window.devicePixelRatio || 1
      setSize((now) => (now?.width === width && now.height === height && now.ratio === ratio ? now : { width, height, ratio }))
    }
    const observer = new ResizeObserver(read)
    observer.observe(observed)
    read()
    return () => observer.disconnect()
  }, [])
  return [element, size]
}
