import { parseArgs } from 'node:util'
import { sizes } from './sizes.ts'

export interface BenchOptions {
  sizes: string[]
  rounds: number
  threads: number
  json: boolean
  /** Kinds of nodes listed, hottest first. */
  hot: number
  python: string
}

export const usage = `npm run bench -- [--size S|M] [--rounds N] [--threads N] [--hot N] [--json]

Times our training step, beside eager fp32 PyTorch where $BENCH_PYTHON (default python3; a command with arguments will do)
can import torch ≥ 2. Both take turns on the same machine with the same number of threads.

  --size     only this size (default: S, then M)
  --rounds   turns of each side (default 8)
  --threads  of each side (default: one per core)
  --hot      how many kinds of graph nodes to list, slowest first (default 0)
  --json     one JSON object on stdout`

/** @throws with a message for the user when an option is wrong */
export const parseOptions = (argv: readonly string[], environment: NodeJS.ProcessEnv, cores: number): BenchOptions | 'help' => {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      size: { type: 'string' }, rounds: { type: 'string' }, threads: { type: 'string' }, hot: { type: 'string' },
      json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) return 'help'
  if (values.size !== undefined && !sizes[values.size]) throw new Error(`--size is ${values.size}; it can be ${Object.keys(sizes).join(' or ')}.`)
  const whole = (name: 'rounds' | 'threads' | 'hot', initial: number, least: number): number => {
    const value = Number(values[name] ?? initial)
    if (!Number.isSafeInteger(value) || value < least) throw new Error(`--${name} is ${values[name]}; it must be a whole number from ${least} on.`)
    return value
  }
  return {
    sizes: values.size === undefined ? Object.keys(sizes) : [values.size],
    rounds: whole('rounds', 8, 1),
    threads: whole('threads', cores, 1),
    hot: whole('hot', 0, 0),
    json: values.json ?? false,
    python: environment['BENCH_PYTHON']?.trim() || 'python3',
  }
}
