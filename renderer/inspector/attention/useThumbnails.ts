import { useEffect, useState } from 'react'
import { floats, type AttentionSpec } from '../../../protocol/inspection/index.ts'
import { useLab } from '../../actions/lab.ts'

/** The weights of every head, one after the other as they come; those of another sequence or noise are forgotten. */
export const useThumbnails = (spec: AttentionSpec, layers: number, heads: number, wanted: boolean): ReadonlyMap<string, Float32Array> => {
  const { connection } = useLab()
  const [maps, setMaps] = useState<ReadonlyMap<string, Float32Array>>(new Map())
  const { run, step, sequence, noise, mask } = spec
  useEffect(() => {
    setMaps(new Map())
    if (!wanted) return
    let gone = false
    const readAll = async (): Promise<void> => {
      for (let layer = 0; layer < layers; layer++) for (let head = 0; head < heads; head++) {
        if (gone) return
        const { maps: found } = await connection.request('inspect.attention', { run, step, sequence, noise, mask, average: 1, show: { layer, head } })
        if (!gone && found) setMaps((now) => new Map(now).set(`${layer} ${head}`, floats(found.weights)))
      }
    }
    // A head that cannot be read is said where the head itself is shown.
    void readAll().catch(() => undefined)
    return () => {
      gone = true
    }
  }, [connection, run, step, sequence, noise, JSON.stringify(mask), layers, heads, wanted])
  return maps
}
