import type { CellOutput } from '../../protocol/notebook.ts'

/** Printed lines that follow each other as one block. */
export const joinText = (outputs: readonly CellOutput[]): CellOutput[] => {
  const joined: CellOutput[] = []
  for (const output of outputs) {
    const last = joined.at(-1)
    if (output.kind === 'text' && last?.kind === 'text') joined[joined.length - 1] = { kind: 'text', text: `${last.text.replace(/\n$/, '')}\n${output.text}` }
    else joined.push(output)
  }
  return joined
}
