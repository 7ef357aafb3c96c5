/** Which runs to lay side by side. */
export interface ComparisonSpec {
  runs: string[]
  /** The run that others are measured against, if any. */
  baseline: string | null
}
