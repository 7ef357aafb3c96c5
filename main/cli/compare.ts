import { writeFileSync } from 'node:fs'
import { InputError } from '../../protocol/errors.ts'
import { paperFormats, paperText, spreads, studyOf, type PaperFormat, type Spread, type Study } from '../../protocol/statistics/index.ts'
import type { RunRecord } from '../../protocol/records.ts'
import { findRun } from '../host/runs/findRun.ts'
import type { Arguments, Command } from './command.ts'
import { compareRuns, comparisonText } from './comparison.ts'
import { choiceOption } from './choiceOption.ts'
import { studyText } from './studyText.ts'

/** `lab compare`: where runs differ, and what came of it. */
export const compare: Command = {
  name: 'compare',
  usage: 'RUN RUN…',
  summary: 'Lay runs side by side. Runs that differ only in their seed are one row: mean ± spread, n, and differences from the baseline paired by seed. * in a name stands for anything.',
  options: {
    baseline: { value: 'RUN', help: 'the run, with its other seeds, that the rest are measured against (default: the first)' },
    spread: { value: spreads.join('|'), help: 'standard deviation (default), standard error, or 95 % interval of the mean' },
    format: { value: ['text', ...paperFormats].join('|'), help: 'a table for people (default) or for a paper' },
    metric: { value: 'KEY', help: 'a metric of the table (default: the held-out ones)', multiple: true },
    out: { value: 'FILE', help: 'write the table to a file' },
    each: { help: 'a column for every run, seeds apart' },
  },
  run: async (input, { output, openStore }) => {
    const tooFew = new InputError('A comparison needs two runs or more; write "lab compare RUN RUN", and "lab runs" lists them.')
    if (input.positionals.length < 2 && !input.positionals[0]?.includes('*')) throw tooFew
    const store = openStore()
    const all = store?.runs.list() ?? []
    const chosen = [...new Map(input.positionals.flatMap((reference) => matching(all, reference)).map((run) => [run.id, run])).values()]
    if (chosen.length < 2) throw tooFew
    const wanted = input.value('baseline')
    const baseline = wanted === undefined ? chosen[0]! : findRun(chosen, wanted)
    const metricsOf = (id: string): Record<string, number> => store?.metrics.last(id) ?? {}
    const study = studyOf(chosen.map((run) => ({ ...run, metrics: new Map(Object.entries(metricsOf(run.id))) })), baseline.id)
    const format = choiceOption(input, 'format', ['text', ...paperFormats] as const) ?? 'text'
    const sides = compareRuns([baseline, ...chosen.filter((run) => run !== baseline)].map((run) => ({ run, metrics: metricsOf(run.id) })))
    const apart = input.has('each') || (format === 'text' && study.variants.every(({ runs }) => runs.length === 1))
    const text = apart ? comparisonText(sides) : studyTextOf(study, format, input)
    const file = input.value('out')
    if (file === undefined) output.say(text.trimEnd())
    else {
      writeFileSync(file, text.endsWith('\n') ? text : `${text}\n`)
      output.note(`Written to ${file}.`)
    }
    for (const caution of [...(apart ? [] : study.cautions), ...sides.cautions]) output.note(caution)
    output.emit({ event: 'comparison', ...sides, study: { ...study, variants: study.variants.map(({ label, values, runs, counted }) => ({ label, values, runs: runs.map(({ id }) => id), counted: counted.map(({ id }) => id) })) } })
    return 0
  },
}

const studyTextOf = (study: Study, format: 'text' | PaperFormat, input: Arguments): string => {
  const spread: Spread = choiceOption(input, 'spread', spreads) ?? 'std'
  const metrics = metricsOption(input, study)
  const options = metrics === undefined ? { spread } : { spread, metrics }
  return format === 'text' ? studyText(study, options) : paperText(study, format, options)
}

const metricsOption = (input: Arguments, study: Study): string[] | undefined => {
  const wanted = input.values('metric')
  const missing = wanted.find((key) => !study.metrics.some((metric) => metric.key === key))
  if (missing !== undefined) throw new InputError(`None of these runs has a metric "${missing}"; they have ${study.metrics.map(({ key }) => key).join(', ') || 'none'}.`)
  return wanted.length > 0 ? [...wanted] : undefined
}

/** The runs that a word names: one by id or name, or with * all whose names fit. */
const matching = (all: readonly RunRecord[], reference: string): RunRecord[] => {
  if (!reference.includes('*') || all.some(({ name }) => name === reference)) return [findRun(all, reference)]
  const pattern = new RegExp(`^${reference.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`, 'u')
  const found = all.filter(({ name }) => pattern.test(name)).toReversed()
  if (found.length === 0) throw new InputError(`No run's name fits "${reference}"; "lab runs" lists them.`)
  return found
}
