import type { DrawOptions } from './drawPatches.ts'

/** Items that are denoised together. */
const atOnce = 16

/** Draws prompts some at a time, and tells how many of all denoising steps are done. */
export const inChunks = async <Item>(
  prompts: readonly number[][], { steps, onProgress }: Pick<DrawOptions, 'steps' | 'onProgress'>,
  draw: (chunk: number[][], first: number, onStep: (done: number) => void) => Promise<Item[]>,
): Promise<Item[]> => {
  const items: Item[] = []
  for (let start = 0; start < prompts.length; start += atOnce) {
    const chunk = prompts.slice(start, start + atOnce)
    items.push(...(await draw(chunk, start, (done) => onProgress?.(start * steps + done * chunk.length, prompts.length * steps))))
  }
  return items
}
