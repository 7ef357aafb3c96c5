import { inspectLayout } from '../../masks/inspection/inspectLayout.ts'
import { packInspection } from '../../protocol/inspection/index.ts'
import { InputError } from '../../protocol/errors.ts'
import type { CellOutput } from '../../protocol/notebook.ts'
import type { MediaRecord, RunRecord } from '../../protocol/records.ts'
import { createConfigBook } from './configBook.ts'
import type { LabContext } from './labContext.ts'
import type { LabCallName, LabCalls, RunFacts } from './workerMessages.ts'

/** A run record for tests. */
export const runRecord = (changes: Partial<RunRecord> & Pick<RunRecord, 'id' | 'config'>): RunRecord => ({
  name: changes.id, tags: [], notes: '', notebook: null, cell: null, configHash: changes.id, userKeys: [], status: 'queued', reason: null, remarks: [], step: 0,
  elementsSeen: 0, imagesSeen: 0, parameters: null, expectedEnd: null, engine: null, datasetHash: null, git: null, appVersion: '0',
  parentRun: null, parentStep: null, created: 0, started: null, ended: null, heartbeat: null, ...changes,
})

/** A picture record for tests. */
export const mediaRecord = (run: string, index: number, text: string, reference: string | null = null): MediaRecord =>
  ({ run, step: 1, key: 'sample', index, sha256: `${index}`.repeat(4), width: 32, height: 32, text, reference })

/** A `lab` context whose host finishes every run at once, unless told how it ends. For tests. */
export const fakeHost = (ending: (record: RunRecord) => Partial<RunRecord> = () => ({ status: 'finished' })) => {
  const outputs: CellOutput[] = []
  const asked: { name: LabCallName; input: unknown }[] = []
  const records: RunRecord[] = []
  const score = { count: 2, draw: { shape: 1, colour: 0.5, both: 0.5 }, caption: { shape: 1, colour: 1, both: 1 } }
  const answers: { [Name in LabCallName]: (input: LabCalls[Name]['in']) => LabCalls[Name]['out'] } = {
    enqueue: ({ config, name, again }) => {
      const key = JSON.stringify(config)
      const known = again ? undefined : records.find((record) => record.configHash === key)
      const record = known ?? runRecord({ id: `run${records.length + 1}`, config, name: name ?? `run ${records.length + 1}`, configHash: key })
      if (!known) records.push(record)
      return { record, metrics: {}, reused: known !== undefined }
    },
    whenEnded: ({ run }) => facts(run),
    list: () => records.map(({ id }) => facts(id)),
    find: ({ reference }) => facts(reference),
    sample: ({ run, prompts }) => prompts.map((prompt, i) => mediaRecord(run, i, prompt)),
    generate: ({ prompt }) => ({ parts: [...prompt.map((part) => ({ text: 'text' in part ? part.text : 'tag' in part ? part.source : part.sha256 }))], ended: 'endOfText' }),
    caption: ({ run, paths, count }) => Array.from({ length: paths.length || count }, (_, i) => mediaRecord(run, i, 'a red circle', paths.length > 0 ? null : 'a red disc')),
    export: ({ format, out }) => ({ path: out ?? `/exports/${format}`, step: 3, files: [{ name: 'README.md', bytes: 1, sha256: 'a' }] }),
    inspect: ({ of, masks }) => packInspection(inspectLayout('layout' in of ? of.layout : 't3 boi i2x2 eoi', masks)),
    measure: ({ request }) => Object.fromEntries(request.what.map((name) => [`measure.${name}`, request.count])),
    score: ({ run }) => ({ score, pictures: [mediaRecord(run, 0, 'a red circle')] }),
  }
  const facts = (run: string): RunFacts => {
    const record = records.find(({ id, name }) => id === run || name === run)
    if (!record) throw new InputError(`There is no run ${run}.`)
    Object.assign(record, ending(record))
    return { record, metrics: { 'train.loss': 0.5 } }
  }
  const context: LabContext = {
    book: createConfigBook(),
    shown: new WeakSet(),
    emit: (output) => void outputs.push(output),
    call: async (name, input) => {
      asked.push({ name, input })
      return answers[name](input)
    },
  }
  return { context, outputs, asked, records, answers }
}
