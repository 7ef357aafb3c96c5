import { useEffect, useState } from 'react'
import type { AttentionReading, AttentionSpec } from '../../../protocol/inspection/index.ts'
import { messageOf } from '../../../protocol/errors.ts'
import { useLab } from '../../actions/lab.ts'

export interface Reading {
  reading: AttentionReading | null
  error: string | null
  busy: boolean
}

/** A slider that moves asks once it rests, in milliseconds. */
const rest = 120

/** What a checkpoint attends to. The last reading stays until the next has come. Null asks for nothing. */
export const useReading = (spec: AttentionSpec | null): Reading => {
  const { connection } = useLab()
  const [state, setState] = useState<Reading>({ reading: null, error: null, busy: false })
  const wanted = spec && JSON.stringify(spec)
  useEffect(() => {
    if (wanted === null) return setState({ reading: null, error: null, busy: false })
    let gone = false
    setState((now) => ({ ...now, busy: true }))
    const timer = setTimeout(() => {
      connection.request('inspect.attention', JSON.parse(wanted) as AttentionSpec).then(
        (reading) => !gone && setState({ reading, error: null, busy: false }),
        (thrown: unknown) => !gone && setState((now) => ({ ...now, error: messageOf(thrown), busy: false })),
      )
    }, rest)
    return () => {
      gone = true
      clearTimeout(timer)
    }
  }, [connection, wanted])
  return state
}
