/** How long something took: `0.4 s`, `12 s`, `3 min 05 s`, `2 h 10 min`. */
export const formatDuration = (milliseconds: number): string => {
  const seconds = Math.max(0, milliseconds) / 1000
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`
  if (seconds < 59.5) return `${Math.round(seconds)} s`
  const whole = Math.round(seconds)
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`
  return `${Math.round(minutes / 1440)} days`
}

/** How long something will still take, no more exact than an estimate is: `3 min left`. */
export const formatTimeLeft = (milliseconds: number): string => {
  const seconds = milliseconds / 1000
  if (seconds <= 0) return 'nearly done'
  if (seconds < 10) return 'a few seconds left'
  if (seconds < 90) return `${Math.round(seconds / 5) * 5} s left`
  const minutes = seconds / 60
  if (minutes < 90) return `${Math.round(minutes)} min left`
  const hours = minutes / 60
  return hours < 48 ? `${hours < 10 ? hours.toFixed(1) : Math.round(hours)} h left` : `${Math.round(hours / 24)} days left`
}

/** When something was: `just now`, `5 min ago`, `3 h ago`, then the date. */
export const formatAgo = (then: number, now: number): string => {
  const minutes = (now - then) / 60_000
  if (minutes < 1) return 'just now'
  if (minutes < 60) return `${Math.floor(minutes)} min ago`
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ago`
  return new Date(then).toLocaleDateString('en-CA')
}
