import { soak } from './soak.ts'

/** What a soak's process says: how far it is, what it found, or why it found nothing. */
export type SoakMessage = { type: 'step'; step: number; bytes: number } | { type: 'found'; soaked: Awaited<ReturnType<typeof soak>> } | { type: 'failed'; reason: string }

const say = (message: SoakMessage): void => void process.send!(message)

const [engine, steps] = process.argv.slice(2)
try {
  // The config's own parser says which engines there are.
  const soaked = await soak(engine as Parameters<typeof soak>[0], Number(steps), (step) => {
    if (step % 10 === 0) say({ type: 'step', step, bytes: process.memoryUsage.rss() })
  })
  say({ type: 'found', soaked })
} catch (error) {
  say({ type: 'failed', reason: error instanceof Error ? error.message : String(error) })
}
process.disconnect()
