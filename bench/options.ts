import { parseArgs } from 'node:util'
import { sections } from './sections/index.ts'
import { sizes } from './sizes.ts'

export interface BenchOptions {
  sections: string[]
  sizes: string[]
  rounds: number
  threads: number
  json: boolean
  /** The document to write the sections into; null for the terminal alone. */
  write: string | null
  /** Kinds of nodes listed, hottest first. */
  hot: number
  python: string
}

const namesOf = (list: readonly { name: string }[]): string => list.map(({ name }) => name).join(', ')

export const usage = `npm run bench -- [--section NAME,…] [--size S|M|U|V] [--rounds N] [--threads N] [--hot N] [--json] [--write FILE.md]

Times our side, beside eager fp32 PyTorch where $BENCH_PYTHON (default python3; a command with arguments will do)
can import torch ≥ 2. Both take turns on the same machine with the same number of threads.

  --section  which parts, of: ${namesOf(sections)} (default: ${namesOf(sections.filter(({ standard }) => standard))}; all for every one)
  --size     only this size of the training step (default: all of them)
  --rounds   turns of each side (default 8)
  --threads  of each side (default: one per core)
  --hot      how many kinds of graph nodes to list, slowest first (default 0)
  --json     one JSON object a section on stdout
  --write    put the sections into this document, charts beside it; its other sections stay`

/** @throws with a message for the user when an option is wrong */
export const parseOptions = (argv: readonly string[], environment: NodeJS.ProcessEnv, cores: number): BenchOptions | 'help' => {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      section: { type: 'string' }, size: { type: 'string' }, rounds: { type: 'string' }, threads: { type: 'string' }, hot: { type: 'string' },
      json: { type: 'boolean' }, write: { type: 'string' }, help: { type: 'boolean', short: 'h' },
    },
  })
  if (values.help) return 'help'
  if (values.size !== undefined && !sizes[values.size]) throw new Error(`--size is ${values.size}; it can be ${Object.keys(sizes).join(' or ')}.`)
  if (values.write !== undefined && !values.write.endsWith('.md')) throw new Error(`--write is ${values.write}; name a Markdown file, such as docs/benchmarks.md.`)
  const whole = (name: 'rounds' | 'threads' | 'hot', initial: number, least: number): number => {
    const value = Number(values[name] ?? initial)
    if (!Number.isSafeInteger(value) || value < least) throw new Error(`--${name} is ${values[name]}; it must be a whole number from ${least} on.`)
    return value
  }
  return {
    sections: sectionNames(values.section),
    sizes: values.size === undefined ? Object.keys(sizes) : [values.size],
    rounds: whole('rounds', 8, 1),
    threads: whole('threads', cores, 1),
    hot: whole('hot', 0, 0),
    json: values.json ?? false,
    write: values.write ?? null,
    python: environment['BENCH_PYTHON']?.trim() || 'python3',
  }
}

const sectionNames = (asked: string | undefined): string[] => {
  if (asked === undefined) return sections.filter(({ standard }) => standard).map(({ name }) => name)
  if (asked === 'all') return sections.map(({ name }) => name)
  const names = asked.split(',').map((name) => name.trim())
  const unknown = names.find((name) => !sections.some((section) => section.name === name))
  if (unknown !== undefined) throw new Error(`--section names "${unknown}"; there are ${namesOf(sections)}, and all.`)
  return sections.map(({ name }) => name).filter((name) => names.includes(name))
}
