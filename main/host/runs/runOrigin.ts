/** Where a run comes from. */
export interface RunOrigin {
  notebook: string | null
  cell: string | null
  /** Left out: made from the keys that the user set. */
  name?: string
  userKeys: string[]
  parentRun?: string
  parentStep?: number
}
