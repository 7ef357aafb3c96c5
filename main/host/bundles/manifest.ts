import { z } from 'zod'
import { notesLimit, tagSchema } from '../../../protocol/runTable.ts'
import { runConfigSchema } from '../../../protocol/config/index.ts'
import { runStatuses, type EngineRecord, type MediaRecord, type MetricPoint, type RunRecord } from '../../../protocol/records.ts'

/**
 * A bundle is a tar archive with
 * - `labrun.json`: the run's record and its pictures
 * - `metrics.csv`: step, key, value
 * - `media/HASH.png`, of waves `media/HASH.wav` too, `notebook.lab.ts`
 * - `checkpoint/`: state.json, model.safetensors, optimizer.safetensors
 * - `README.md`: what this is
 * - `SHA256SUMS`: the hash of every other file, as `sha256sum -c` reads them
 */
export const manifestName = 'labrun.json'
export const metricsName = 'metrics.csv'
export const notebookName = 'notebook.lab.ts'
export const cardName = 'README.md'
export const sumsName = 'SHA256SUMS'
export const mediaName = (sha256: string): string => `media/${sha256}.png`
export const wavName = (sha256: string): string => `media/${sha256}.wav`
export const checkpointFiles = ['state.json', 'model.safetensors', 'optimizer.safetensors'] as const
export const checkpointFile = (name: string): string => `checkpoint/${name}`

const mebi = 2 ** 20

/** The most bytes that a file of a bundle may have; null for names that no bundle has. Tensors go straight to the disk. */
export const largestFile = (name: string): number | null => {
  if (name === manifestName) return 32 * mebi
  if (name === metricsName) return 512 * mebi
  if (name === notebookName || name === cardName || name === sumsName || name === checkpointFile('state.json')) return 8 * mebi
  if (/^media\/[0-9a-f]{64}\.(png|wav)$/.test(name)) return 64 * mebi
  return checkpointFiles.some((file) => name === checkpointFile(file)) ? Number.MAX_SAFE_INTEGER : null
}

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const count = z.int().min(0)
const time = z.int().min(0).nullable()
const line = z.string().max(10_000)

const engineSchema = z.strictObject({
  engine: line, provider: line, adapter: line, driver: line.exactOptional(), precision: z.literal('fp16').exactOptional(), threads: count, chosen: line.exactOptional(), versions: z.record(z.string(), z.string()),
} satisfies Record<keyof EngineRecord, z.ZodType>)

const runSchema = z.strictObject({
  id: z.string().regex(/^[0-9A-HJKMNP-TV-Z]{26}$/),
  name: z.string().min(1).max(1000), tags: z.array(tagSchema).max(100).default([]), notes: z.string().max(notesLimit).default(''), notebook: line.nullable(), cell: line.nullable(), config: runConfigSchema, configHash: sha256,
  userKeys: z.array(z.string().max(200)).max(1000), status: z.enum(runStatuses), reason: line.nullable(), remarks: z.array(line).max(1000).default([]),
  step: count, elementsSeen: count, imagesSeen: count, parameters: count.nullable(), expectedEnd: time,
  engine: engineSchema.nullable(),
  datasetHash: line.nullable(), git: z.strictObject({ sha: line, dirty: z.boolean() }).nullable(), appVersion: z.string().max(100),
  parentRun: z.string().max(100).nullable(), parentStep: count.nullable().default(null), created: z.int().min(0), started: time, ended: time, heartbeat: time,
}) satisfies z.ZodType<RunRecord>

const mediaSchema = z.strictObject({
  step: count, key: z.string().min(1).max(100), index: count, sha256, width: z.int().min(1).max(65536), height: z.int().min(1).max(65536),
  text: z.string().max(100_000), reference: z.string().max(100_000).nullable(), wav: sha256.exactOptional(),
}) satisfies z.ZodType<Omit<MediaRecord, 'run'>>

export const manifestSchema = z.strictObject({
  format: z.literal(1),
  run: runSchema,
  media: z.array(mediaSchema).max(1_000_000),
  checkpoint: z.strictObject({ step: count, sha256, bytes: count, created: z.int().min(0) }),
  /** Name of the notebook's file, without its folder. */
  notebook: z.string().regex(/^[^/\\\0]{1,200}\.lab\.ts$/).nullable(),
})

export type Manifest = z.output<typeof manifestSchema>

export const sumsText = (files: readonly { name: string; sha256: string }[]): string => files.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join('')

/** Hashes by name; null when a line is none. */
export const parseSums = (text: string): Map<string, string> | null => {
  const lines = text.split('\n')
  if (lines.pop() !== '') return null
  const sums = new Map<string, string>()
  for (const each of lines) {
    const parts = /^([0-9a-f]{64})  (\S{1,99})$/.exec(each)
    if (!parts) return null
    sums.set(parts[2]!, parts[1]!)
  }
  return sums
}

export const metricsCsv = (points: readonly MetricPoint[]): string => `step,key,value\n${points.map(({ step, key, value }) => `${step},${key},${value}\n`).join('')}`

/** The points of a metrics file; null when a line is none. */
export const parseMetricsCsv = (text: string): MetricPoint[] | null => {
  const [heading, ...lines] = text.split('\n')
  if (heading !== 'step,key,value' || lines.pop() !== '') return null
  const points: MetricPoint[] = []
  for (const each of lines) {
    const parts = /^(\d{1,15}),([\w.-]{1,200}),(NaN|-?Infinity|-?\d[\d.e+-]{0,40})$/.exec(each)
    if (!parts) return null
    points.push({ step: Number(parts[1]), key: parts[2]!, value: Number(parts[3]) })
  }
  return points
}
