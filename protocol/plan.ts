/** FLOP of the matrix products of one training step, by what they are for. */
export interface StepFlop {
  /** The weights of the transformer's blocks. */
  blocks: number
  /** Scores and sums of attention. */
  attention: number
  /** The output head. */
  text: number
  /** Patch codec and timestep embedding. */
  patches: number
  /** Muon's iterations; 0 for AdamW. */
  optimizer: number
}

/** What a training run will take on this machine, before it is started. */
export interface Plan {
  parameters: { transformer: number; text: number; patches: number }
  /** Text tokens and patches of one step, padding included. */
  elements: number
  /** 6ND of one step. */
  sixND: number
  flop: StepFlop
  memory: {
    /** Bytes of parameters, moments and averages, twice: the next step's are written beside this one's. */
    state: number
    /** Most bytes of a step's intermediate results at once, and its inputs. */
    step: number
    /** The same with results computed again rather than kept (`engine.recompute`), as far as it takes to fit or goes; left out where a step fits as it is. */
    recomputed?: number
    /** Bytes of this machine. */
    machine: number
  }
  /** Null where it was not asked for. */
  time: PlannedTime | null
  machine: string
}

/** Time by a probe: the same step with one and with two blocks, made smaller where it would take long. */
export interface PlannedTime {
  /** Milliseconds of one step of the whole model. */
  step: number
  /** Milliseconds of all steps, without evaluations, sample sheets and checkpoints. */
  run: number
  /** What was timed. */
  probe: { batch: number; length: number; dim: number; one: number; two: number }
}
