/** What every section of a benchmark is told. */
export interface BenchContext {
  threads: number
  /** Turns of each side. */
  rounds: number
  /** The interpreter that may have PyTorch, with its arguments. */
  python: string
  /** Sizes of the training step that are asked for, by name: see `sizes.ts`. */
  sizes: readonly string[]
  /** How many kinds of graph nodes to list. */
  hot: number
  /** Tells what is being done; shown while it lasts. */
  say: (text: string) => void
}

export interface Table {
  title?: string
  columns: readonly string[]
  /** A row has a text for each column. */
  rows: readonly (readonly string[])[]
}

/** A picture beside the document. */
export interface Chart {
  /** Its file's name, without folder and ending. */
  name: string
  /** What it shows, in words, for those who cannot see it. */
  alt: string
  svg: string
}

export interface SectionResult {
  tables: readonly Table[]
  charts?: readonly Chart[]
  /** Lines below the tables: what agrees, what was not run and why, what disturbed. */
  notes?: readonly string[]
  /** Every number, for `--json`. */
  data: unknown
  /** Whether what was compared turned out not to be the same: the benchmark then ends with exit code 1. */
  differs?: boolean
}

/**
 * One part of the benchmark: `npm run bench -- --section NAME`. Add it to the list in `index.ts`; the rest (choice on the command line,
 * tables on the terminal, `docs/benchmarks.md`) follows from these fields.
 */
export interface Section {
  /** One word. */
  readonly name: string
  readonly title: string
  /** What is measured and how, in a sentence or two, without figures. */
  readonly about: string
  /** Whether it runs when no section is named. */
  readonly standard: boolean
  run(context: BenchContext): Promise<SectionResult>
}
