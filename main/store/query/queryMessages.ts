import type { QueryResult } from '../../../protocol/runTable.ts'

export interface QueryQuestion {
  path: string
  sql: string
}

export type QueryAnswer = { ok: true; result: QueryResult } | { ok: false; error: string }

/** A process that answers one question. */
export interface QueryProcess {
  ask(question: QueryQuestion, answered: (answer: QueryAnswer) => void): void
  onExit(listener: () => void): void
  kill(): void
}

export type SpawnQuery = () => QueryProcess
