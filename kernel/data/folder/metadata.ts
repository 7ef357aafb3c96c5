import { posix } from 'node:path'
import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import { messageOf } from '../../../protocol/errors.ts'
import type { Problem } from '../document.ts'

/** A caption and the file it is of, relative to the dataset's folder. */
export interface Captioned {
  file: string
  caption: string
}

/** What a metadata file says, and the lines that say nothing usable. */
export interface Metadata {
  rows: Captioned[]
  problems: Problem[]
}

const rowSchema = z.object({ file_name: z.string().min(1), text: z.string() })

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
    const given = row.data.file_name
    const file = posix.normalize(posix.join(posix.dirname(name), given))
    if (posix.isAbsolute(given) || file === '..' || file.startsWith('../')) {
      problems.push({ file: where, reason: `file_name ${given} lies outside the dataset's folder` })
    } else rows.push({ file, caption: row.data.text })
  }
  return { rows, problems }
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
