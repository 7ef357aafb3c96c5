/** Something the user gave that cannot be used. The message says what, where and what to do, in one sentence. */
export class InputError extends Error {
  override readonly name = 'InputError'
}

/** The text of anything that was thrown. */
export const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown))

/** Marks a branch that the types say cannot be reached. */
export const assertNever = (value: never, what: string): never => {
  throw new Error(`unexpected ${what}: ${JSON.stringify(value)}`)
}
