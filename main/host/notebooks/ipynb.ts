import { z } from 'zod'
import { InputError } from '../../../protocol/errors.ts'
import type { FileCell } from './percentFormat.ts'

const text = z.union([z.string(), z.array(z.string()).transform((lines) => lines.join(''))])

const ipynb = z.object({
  nbformat: z.int(),
  metadata: z.object({ language_info: z.object({ name: z.string() }).optional(), kernelspec: z.object({ language: z.string().optional() }).optional() }).optional(),
  cells: z.array(z.object({ cell_type: z.string(), source: text })).max(10_000),
})

const ours = ['typescript', 'javascript', 'ts', 'js']

/**
 * The cells of a Jupyter notebook. Code of another language than ours cannot run here: it becomes text cells that show it.
 * @throws InputError when the text is no such notebook
 */
export const cellsOfIpynb = (json: string): FileCell[] => {
  const parsed = ipynb.safeParse(parseJson(json))
  if (!parsed.success) throw new InputError('This is no Jupyter notebook of format 4; open it in Jupyter and save it anew.')
  if (parsed.data.nbformat < 4) throw new InputError(`This Jupyter notebook is of format ${parsed.data.nbformat}; open it in Jupyter and save it as format 4.`)
  const { metadata, cells } = parsed.data
  const language = (metadata?.language_info?.name ?? metadata?.kernelspec?.language ?? 'python').toLowerCase()
  return cells.map(({ cell_type: kind, source }): FileCell => {
    const plain = source.replaceAll('\r\n', '\n')
    if (kind !== 'code') return { kind: 'markdown', source: plain }
    return ours.includes(language) ? { kind: 'code', source: plain } : { kind: 'markdown', source: `\`\`\`${language}\n${plain}\n\`\`\`` }
  })
}

const parseJson = (json: string): unknown => {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}
