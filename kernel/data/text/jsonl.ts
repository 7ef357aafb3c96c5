import { z } from 'zod'
import type { Problem } from '../document.ts'

const lineSchema = z.object({ text: z.string() })

/** The documents of a JSONL file, one {"text": …} a line; other lines become problems. */
export function readJsonl(name: string, source: string): { documents: string[]; problems: Problem[] } {
  const documents: string[] = []
  const problems: Problem[] = []
  for (const [i, line] of source.split('\n').entries()) {
    if (line.trim() === '') continue
    const row = lineSchema.safeParse(jsonOf(line))
    const text = row.success ? row.data.text.trim() : ''
    if (text) documents.push(text)
    else problems.push({ file: `${name} line ${i + 1}`, reason: row.success ? 'its text is empty' : 'it is no JSON object with a string named text' })
  }
  return { documents, problems }
}

/** Null where the line is no JSON. */
function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}
