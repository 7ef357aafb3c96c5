import { configFields, type ConfigField } from '../config/fields.ts'
import { nearest } from '../config/nearest.ts'
import { metricInfos } from '../metricKeys.ts'
import type { RunRecord } from '../records.ts'

/** A value that a run has in a field; undefined where it has none. */
export type FieldValue = number | string | boolean | readonly string[] | undefined

/** The last value of a metric of a run. */
export type Figure = (run: string, key: string) => number | undefined

/** Something about a run that can be shown, sorted and filtered by. */
export interface RunField {
  /** As it is written: `status`, `loss.lambda`, `eval.epsilonMse`. */
  name: string
  kind: 'number' | 'text' | 'flag' | 'time' | 'duration' | 'tags'
  description: string
  /** Where its value comes from: the record, the config, or the measurements. */
  of: 'run' | 'config' | 'metric'
  read(run: RunRecord, figure: Figure): FieldValue
}

const own = (name: string, kind: RunField['kind'], description: string, read: (run: RunRecord) => FieldValue | null): RunField =>
  ({ name, kind, description, of: 'run', read: (run) => read(run) ?? undefined })

const seconds = (from: number | null, to: number | null): number | null => (from === null || to === null ? null : (to - from) / 1000)

/** What a run's record says of it. */
export const recordFields: readonly RunField[] = [
  own('name', 'text', 'name of the run', ({ name }) => name),
  own('status', 'text', 'queued, preparing, running, paused, finished, failed, cancelled, crashed', ({ status }) => status),
  own('tag', 'tags', 'tags that it was given', ({ tags }) => tags),
  own('notes', 'text', 'what was noted about it', ({ notes }) => notes || null),
  own('step', 'number', 'steps done', ({ step }) => step),
  own('created', 'time', 'when it was queued', ({ created }) => created),
  own('ended', 'time', 'when it ended', ({ ended }) => ended),
  own('age', 'duration', 'how long ago it was queued', ({ created }) => seconds(created, Date.now())),
  own('duration', 'duration', 'from its start to its end, pauses included', ({ started, ended }) => seconds(started, ended)),
  own('parameters', 'number', 'parameters of the model', ({ parameters }) => parameters),
  own('elements', 'number', 'text tokens and patches seen', ({ elementsSeen }) => elementsSeen),
  own('images', 'number', 'pictures seen', ({ imagesSeen }) => imagesSeen),
  own('engine', 'text', 'what ran it', ({ engine }) => engine?.engine ?? null),
  own('reason', 'text', 'why it failed or ended', ({ reason }) => reason),
  own('remarks', 'text', 'what it went on in spite of', ({ remarks }) => remarks.join(' ') || null),
  own('notebook', 'text', 'file of the notebook that queued it', ({ notebook }) => notebook),
  own('parent', 'text', 'the run that it goes on from', ({ parentRun }) => parentRun),
  own('id', 'text', 'its id', ({ id }) => id),
]

const configKinds: Record<ConfigField['kind'], RunField['kind']> = { integer: 'number', number: 'number', flag: 'flag', choice: 'text', text: 'text' }

const leafOf = (run: RunRecord, keys: readonly string[]): FieldValue => {
  let value: unknown = run.config
  for (const key of keys) value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined
  if (typeof value === 'object' && value !== null && 'name' in value) return String(value.name)
  return typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean' ? value : undefined
}

const configField = ({ path, kind, description }: ConfigField): RunField => {
  const keys = path.split('.')
  return { name: path, kind: configKinds[kind], description, of: 'config', read: (run) => leafOf(run, keys) }
}

/** The last value of a metric as a field. */
export const metricField = (key: string, description = 'last value'): RunField =>
  ({ name: key, kind: 'number', description, of: 'metric', read: (run, figure) => figure(run.id, key) })

/** Every field whose name is known beforehand. */
export const runFields: ReadonlyMap<string, RunField> = new Map([
  ...recordFields,
  ...[...configFields.values()].filter(({ path }) => path !== 'preset').map(configField),
  ...metricInfos.map(({ key, description }) => metricField(key, description)),
].map((field) => [field.name, field]))

const words: Record<string, string> = { λ: 'loss.lambda', tags: 'tag', note: 'notes' }

/**
 * The field of a name: whole, or the last part of a dotted one where only one ends so (`lambda`, `epsilonMse`).
 * @returns the field, or why there is none
 */
export const findField = (name: string): RunField | { problem: string } => {
  const exact = runFields.get(words[name] ?? name)
  if (exact) return exact
  if (/^(train|eval|measure)\./.test(name)) return metricField(name)
  const ending = [...runFields.values()].filter((field) => field.name.endsWith(`.${name}`))
  // A setting is asked for more often than what was measured under the same word.
  const settings = ending.filter(({ of }) => of === 'config')
  const fits = settings.length === 1 ? settings : ending
  if (fits.length === 1) return fits[0]!
  if (fits.length > 1) return { problem: `"${name}" could be ${fits.map((field) => field.name).join(' or ')}; write one of them` }
  const near = nearest(name, [...runFields.keys(), ...[...runFields.keys()].map((key) => key.split('.').at(-1)!)])
  return { problem: `There is no field "${name}"${near === undefined ? '; name, status, tag, step, created, settings such as lambda and metrics such as epsilonMse are some' : `; did you mean "${near}"`}${near === undefined ? '' : '?'}` }
}
