/**
 * What TypeScript says of a cell that is no mistake in a notebook. Cells are checked as scripts, so that they share
 * their top-level names; they run as the body of an async function, and a name that two cells define is the last one's.
 */
export const ignoredDiagnostics: number[] = [
  1375, 1378, // await at the top level
  1431, 1432, // for await at the top level
  2300, 2393, 2403, 2451, // a name declared in two cells
]
