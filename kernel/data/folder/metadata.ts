import { posix } from 'node:path'
import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import { messageOf } from '../../../protocol/errors.ts'
import type { Problem } from '../document.ts'

/** A caption and the file it is of, relative to the dataset's folder. */
export interface Captioned {
  file: string
  /** Of an edit: the instruction. */
  caption: string
  /** Of an edit: the file before it, `file` being the one after. */
  source?: string
}

/** What a metadata file says, and the lines that say nothing usable. */
export interface Metadata {
  rows: Captioned[]
  problems: Problem[]
}

const rowSchema = z.object({ file_name: z.string().min(1), text: z.string(), source_file_name: z.string().optional() })

interface Line {
  line: number
  value: unknown
}

/** Reads the text of a metadata.jsonl or metadata.csv, `name` relative to the dataset's folder. */
export function readMetadata(name: string, text: string): Metadata {
  const problems: Problem[] = []
  const lines = name.endsWith('.csv') ? csvLines(name, text, problems) : jsonLines(name, text, problems)
  const rows: Captioned[] = []
  for (const { line, value } of lines) {
    const row = rowSchema.safeParse(value)
    const where = `${name} line ${line}`
    if (!row.success) {
      problems.push({ file: where, reason: 'it needs file_name and text, both strings' })
      continue
    }
    const { file_name, source_file_name, text: caption } = row.data
    // An empty cell of a CSV is none.
    const names = { file_name, ...(source_file_name ? { source_file_name } : {}) }
    const outside = Object.entries(names).find(([, given]) => within(name, given) === null)
    if (outside) problems.push({ file: where, reason: `${outside[0]} ${outside[1]} lies outside the dataset's folder` })
    else rows.push({ file: within(name, file_name)!, caption, ...(source_file_name ? { source: within(name, source_file_name)! } : {}) })
  }
  return { rows, problems }
}

/** A file that a metadata file names, relative to the dataset's folder; null outside of it. */
function within(metadata: string, given: string): string | null {
  const file = posix.normalize(posix.join(posix.dirname(metadata), given))
  return posix.isAbsolute(given) || file === '..' || file.startsWith('../') ? null : file
}

function jsonLines(name: string, text: string, problems: Problem[]): Line[] {
  return text.split('\n').flatMap((source, i) => {
    if (source.trim() === '') return []
    try {
      return [{ line: i + 1, value: JSON.parse(source) as unknown }]
    } catch (error) {
      problems.push({ file: `${name} line ${i + 1}`, reason: `it is no JSON (${messageOf(error)})` })
      return []
    }
  })
}

const csvRecords = z.array(z.object({ record: z.unknown(), info: z.object({ lines: z.number() }) }))

function csvLines(name: string, text: string, problems: Problem[]): Line[] {
  try {
    const records: unknown = parse(text, {
      columns: true, bom: true, skip_empty_lines: true, info: true, skip_records_with_error: true,
      on_skip: (error) => {
        problems.push({ file: name, reason: `a row cannot be read (${messageOf(error)})` })
        return undefined
      },
    })
    return csvRecords.parse(records).map(({ record, info }) => ({ line: info.lines, value: record }))
  } catch (error) {
    problems.push({ file: name, reason: `it is no CSV (${messageOf(error)})` })
    return []
  }
}
