import { useEffect, useState } from 'react'
import { BitMatrix } from '../../../protocol/inspection/index.ts'
import type { ReachAnswer, ReachQuestion } from './reachWorker.ts'

export interface Reach {
  /** The mask after 1, 2, … layers; shorter than asked for where later layers add nothing. Null while it is worked out. */
  layers: BitMatrix[] | null
  /** 0 … 1. */
  done: number
}

/** What can be learnt of through layers, worked out beside the page; nothing is done while it is not wanted. */
export const useReach = (mask: BitMatrix, layers: number, wanted: boolean): Reach => {
  const [reach, setReach] = useState<Reach & { of: BitMatrix }>({ of: mask, layers: null, done: 0 })
  useEffect(() => {
    if (!wanted) return
    setReach({ of: mask, layers: null, done: 0 })
    const worker = new Worker(new URL('./reachWorker.ts', import.meta.url), { type: 'module' })
    worker.onmessage = ({ data }: MessageEvent<ReachAnswer>) => {
      if (data.kind === 'progress') setReach({ of: mask, layers: null, done: data.done })
      else setReach({ of: mask, layers: data.layers.map((words) => new BitMatrix(mask.length, words)), done: 1 })
    }
    const question: ReachQuestion = { length: mask.length, words: mask.words, layers }
    worker.postMessage(question)
    return () => worker.terminate()
  }, [mask, layers, wanted])
  return reach.of === mask ? reach : { layers: null, done: 0 }
}
