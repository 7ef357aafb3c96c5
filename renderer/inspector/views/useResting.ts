import { useEffect, useState } from 'react'

/** How long a value must stay before it counts, in milliseconds: a slider that moves asks once it rests. */
const rest = 120

/** A value as it was when it last stayed. */
export const useResting = <Value extends string | number>(value: Value): Value => {
  const [resting, setResting] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setResting(value), rest)
    return () => clearTimeout(timer)
  }, [value])
  return resting
}
