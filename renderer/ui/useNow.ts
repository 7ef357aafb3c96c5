import { useEffect, useState } from 'react'

/** The time, told once a second while something counts. */
export const useNow = (counting: boolean): number => {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (!counting) return
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [counting])
  return now
}
