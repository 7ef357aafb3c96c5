import type { ComparisonSpec } from './comparison.ts'
import type { InspectionSpec } from './inspection/index.ts'

/** How a save ended: written, or refused since the file holds what this window has not read. */
export type SaveAnswer = SavedNotebook | { kind: 'conflict'; message: string; found: FoundCells }

/** What a notebook's file holds instead of what was expected. */
export interface FoundCells {
  revision: string
  cells: Pick<Cell, 'kind' | 'source'>[]
}

/** Where a notebook's file is after a save, and what it holds. */
export interface SavedNotebook {
  kind: 'saved'
  path: string
  modified: number
  revision: string
  states: Record<string, CellState>
}

/** One cell of a notebook. The id is stable while the notebook is open and in the store. */
export interface Cell {
  id: string
  kind: 'code' | 'markdown'
  source: string
}

export interface NotebookInfo {
  /** Absolute path of the file: a notebook's identity. */
  path: string
  name: string
  modified: number
  /** Whether it came with the app or was made here, so that its code may run without asking. */
  trusted: boolean
  /** Ships with the app; saving edits makes a copy in the user's notebooks folder. */
  shipped: boolean
  /** When it was last opened here, milliseconds since 1970. */
  opened: number | null
}

/** One entry of a notebook's history. */
export interface NotebookVersionInfo {
  /** When it was written, milliseconds since 1970; tells it from the others. */
  at: number
  cells: number
  characters: number
}

export interface NotebookDocument extends NotebookInfo {
  /** Tells one content of the file from another. */
  revision: string
  cells: Cell[]
  states: Record<string, CellState>
}

/** What a cell last did, apart from its source. */
export interface CellState {
  status: 'idle' | 'queued' | 'running' | 'done' | 'failed' | 'interrupted'
  /** The source has changed since, or a cell that it depends on has run since. */
  stale: boolean
  /** Milliseconds since 1970. */
  started: number | null
  ended: number | null
  outputs: CellOutput[]
  /** What it showed in an earlier run, kept to stand beside what later runs show. */
  pinned?: PinnedOutput
}

/** The outputs of one run of a cell, kept. */
export interface PinnedOutput {
  /** When that run began and ended. */
  started: number
  ended: number
  /** Begins the SHA-256 of the source that made it. */
  source: string
  outputs: CellOutput[]
}

/** What a cell shows under itself. */
export type CellOutput =
  | { kind: 'text'; text: string }
  | { kind: 'value'; text: string }
  | { kind: 'error'; name: string; message: string; line: number | null; stack: string }
  | { kind: 'config'; config: Record<string, unknown>; userKeys: string[] }
  | { kind: 'runs'; runs: string[] }
  | { kind: 'comparison'; comparison: ComparisonSpec }
  /** `summary`: counts and verdicts as lines of text, for terminals and for as long as the page asks for the rest. */
  | { kind: 'inspection'; inspection: InspectionSpec; summary: string }
  | { kind: 'pictures'; title: string; pictures: { sha256: string; width: number; height: number; text: string; reference: string | null; wav?: string }[] }
  | { kind: 'table'; title: string; columns: string[]; rows: (string | number | null)[][] }
