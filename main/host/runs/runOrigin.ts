/** Where a run comes from. */
export interface RunOrigin {
  notebook: string | null
  cell: string | null
  /** Left out: made from the keys that the user set. */
  name?: string
  userKeys: string[]
  /** Those of them that the name is made of, such as what a sweep varies; left out: all. */
  namedKeys?: readonly string[]
  parentRun?: string
  parentStep?: number
}
