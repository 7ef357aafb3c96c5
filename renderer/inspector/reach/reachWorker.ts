import { BitMatrix } from '../../../protocol/inspection/index.ts'
import { reachByLayer } from './layers.ts'

/** What the page asks of the worker, and what it says back. */
export interface ReachQuestion {
  length: number
  words: Uint32Array
  layers: number
}
export type ReachAnswer = { kind: 'progress'; done: number } | { kind: 'done'; layers: Uint32Array[] }

const say = (answer: ReachAnswer): void => postMessage(answer)

addEventListener('message', ({ data }: MessageEvent<ReachQuestion>) => {
  const mask = new BitMatrix(data.length, data.words)
  const layers = reachByLayer(mask, data.layers, (done) => say({ kind: 'progress', done }))
  say({ kind: 'done', layers: layers.map(({ words }) => words) })
})
