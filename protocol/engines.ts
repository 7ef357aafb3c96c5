/** How long one training step took on one engine of this machine, or why it took none. */
export interface EngineTime {
  engine: string
  threads: number
  /** Of a step; null where it was not timed. */
  milliseconds: number | null
  /** Why it was not timed. */
  reason: string | null
}

/** What was timed, and what came of it. Fastest first. */
export interface EngineTimes {
  /** The step, in words. */
  step: string
  times: EngineTime[]
}
