import { z } from 'zod'
import { maskSettingSchema as mask, modalityNames } from '../../protocol/config/index.ts'
import { measurementNames } from '../../protocol/measurements.ts'
import type { RequestName, Requests } from '../../protocol/api.ts'
import { notesLimit, runTableViewSchema, tagSchema } from '../../protocol/runTable.ts'
import { exportDtypes, exportFormats, exportWeights } from '../../protocol/export.ts'

const run = z.string().min(1).max(200)
const path = z.string().min(1).max(4096)
const cellId = z.string().min(1).max(200)
const nothing = z.null().or(z.undefined().transform(() => null))
const ofRun = z.strictObject({ run })
const ofNotebook = z.strictObject({ path })
const ofCell = z.strictObject({ path, cell: cellId })
const seed = z.int().min(0).max(2 ** 31 - 1)

const cell = z.strictObject({ id: cellId, kind: z.enum(['code', 'markdown']), source: z.string().max(1_000_000) })

export const exportOptions = z.strictObject({
  format: z.enum(exportFormats),
  dtype: z.enum(exportDtypes).exactOptional(),
  weights: z.enum(exportWeights).exactOptional(),
  step: z.int().min(0).exactOptional(),
})
const tags = z.array(tagSchema).max(100)
const viewName = z.string().trim().min(1).max(100)
const ofPolicy = z.strictObject({ run, policy: z.strictObject({ keepLast: z.int().min(1), every: z.int().min(0), aside: z.boolean().exactOptional() }), metric: z.string().max(200).exactOptional() })
const place = z.int().min(0).max(127).nullable()
const config = z.record(z.string(), z.unknown())
const sequence = z.int().min(0).max(1000)
const noise = z.number().min(0).max(1)
const step = z.int().min(0).nullable()
/** What may be asked to be measured. */
export const measureRequestSchema = z.strictObject({
  what: z.array(z.enum(measurementNames)).min(1),
  count: z.int().min(2).max(10_000),
  seed,
  guidance: z.array(z.number().min(0).max(50)).min(1).max(50),
  steps: z.array(z.int().min(1).max(10_000)).min(1).max(50),
})

const ticket = z.string().min(1).max(100)

/** The numbers of a request to generate. */
export const generationNumbersSchema = z.strictObject({
  budget: z.int().min(1).exactOptional(), temperature: z.number().min(0).max(100).exactOptional(), topP: z.number().min(0).max(1).exactOptional(), minP: z.number().min(0).max(1).exactOptional(),
  guidance: z.number().min(0).max(50).exactOptional(), steps: z.int().min(1).max(10_000).exactOptional(),
})

/** What each request's input must be. Nothing from a page reaches the host unparsed. */
export const requestSchemas = {
  'app.info': nothing,
  'app.doctor': z.strictObject({ trace: z.boolean() }),
  'app.drivers': nothing,
  'app.chooseDriver': z.strictObject({ driver: z.string().min(1).max(4096).nullable() }),
  'app.measureEngines': z.strictObject({ config }),
  'notebook.list': nothing,
  'notebook.open': ofNotebook,
  'notebook.create': z.strictObject({ name: z.string().min(1).max(200), from: path.exactOptional() }),
  'notebook.import': z.strictObject({ name: z.string().min(1).max(300), text: z.string().max(100_000_000) }),
  'notebook.history': ofNotebook,
  'notebook.version': z.strictObject({ path, at: z.int().min(0) }),
  'notebook.save': z.strictObject({ path, cells: z.array(cell).max(10_000), base: z.string().max(100).exactOptional() }),
  'notebook.report': ofNotebook,
  'notebook.trust': ofNotebook,
  'cell.run': ofCell,
  'cell.interrupt': ofNotebook,
  'cell.restart': ofNotebook,
  'cell.clearOutputs': ofCell,
  'cell.pin': z.strictObject({ path, cell: cellId, pinned: z.boolean() }),
  'run.enqueue': z.strictObject({ config: z.record(z.string(), z.unknown()), userKeys: z.array(z.string().max(200)).max(1000) }),
  'run.list': nothing,
  'run.get': ofRun,
  'run.curves': z.strictObject({
    of: z.array(z.strictObject({ run, keys: z.array(z.string().max(200)).max(1000), from: z.int().min(0), to: z.int().min(0).nullable() })).max(10_000),
    spans: z.int().min(1).max(100_000),
  }),
  'run.media': ofRun,
  'run.checkpoints': ofRun,
  'run.pause': ofRun,
  'run.continue': ofRun,
  'run.stop': ofRun,
  'run.resume': ofRun,
  'run.repeat': ofRun,
  'run.replays': ofRun,
  'run.rename': z.strictObject({ run, name: z.string().max(200) }),
  'run.remove': ofRun,
  'run.restore': ofRun,
  'run.trashed': nothing,
  'run.tag': z.strictObject({ runs: z.array(run).min(1).max(100_000), add: tags, remove: tags }),
  'run.note': z.strictObject({ run, notes: z.string().max(notesLimit) }),
  'run.figures': z.strictObject({ keys: z.array(z.string().max(200)).max(200) }),
  'queue.get': nothing,
  'queue.order': z.strictObject({ runs: z.array(run).max(100_000) }),
  'queue.hold': z.strictObject({ held: z.boolean() }),
  'view.list': nothing,
  'view.save': z.strictObject({ name: viewName, view: runTableViewSchema }),
  'view.remove': z.strictObject({ name: viewName }),
  'store.query': z.strictObject({ sql: z.string().trim().min(1).max(100_000) }),
  'run.sample': z.strictObject({
    run,
    prompts: z.array(z.string().max(10_000)).min(1).max(256),
    size: z.string().max(40).exactOptional(),
    guidance: z.number().min(0).max(50).exactOptional(),
    steps: z.int().min(1).max(10_000).exactOptional(),
    seed: seed.exactOptional(),
    modality: z.enum(modalityNames).exactOptional(),
  }),
  'run.generate': z.strictObject({
    run, ticket, seed,
    parts: z.array(z.union([z.strictObject({ text: z.string().max(10_000) }), z.strictObject({ image: z.base64().max(2 ** 26) })])).max(64),
    next: z.enum([...modalityNames, 'text']).exactOptional(),
    single: z.boolean().exactOptional(),
  }),
  'run.stopGenerating': z.strictObject({ ticket }),
  'run.export': z.strictObject({ run, options: exportOptions, out: path.exactOptional() }),
  'run.stopExport': ofRun,
  'run.import': z.strictObject({ path, changes: z.record(z.string().max(200), z.unknown()).exactOptional() }),
  'run.pin': z.strictObject({ run, step: z.int().min(0), pinned: z.boolean() }),
  'run.plan': ofPolicy,
  'run.prune': ofPolicy,
  'run.tensors': z.strictObject({ of: run, against: run.nullable() }),
  'run.filmStrip': z.strictObject({ run, prompts: z.array(z.string().max(10_000)).max(64) }),
  'data.beginFolder': z.strictObject({ name: z.string().min(1).max(300) }),
  'data.addFile': z.strictObject({ ticket: path, path: z.string().min(1).max(1000), base64: z.base64().max(2 ** 25) }),
  'data.endFolder': z.strictObject({ ticket: path }),
  'data.dropFolder': z.strictObject({ ticket: path }),
  'data.browse': z.strictObject({ of: z.union([z.strictObject({ config }), ofRun]), place: z.strictObject({ split: z.enum(['train', 'heldOut']), from: z.int().min(0), count: z.int().min(1).max(200) }) }),
  'run.score': z.strictObject({ run, count: z.int().min(1).max(10_000) }),
  'inspect.masks': z.strictObject({
    of: z.union([z.strictObject({ config }), ofRun, z.strictObject({ layout: z.string().min(1).max(2000) })]),
    masks: z.array(mask).max(16),
    sequence: sequence.exactOptional(),
    noise: noise.exactOptional(),
  }),
  'inspect.attention': z.strictObject({
    run, step, sequence, noise,
    mask: mask.nullable(),
    average: z.int().min(1).max(1000),
    show: z.strictObject({ layer: place, head: place }).nullable(),
  }),
  'inspect.perturb': z.strictObject({
    of: z.union([z.strictObject({ config }), z.strictObject({ run, step })]),
    mask: mask.nullable(), sequence, noise,
  }),
  'run.measure': z.strictObject({ run, step: z.int().min(0).exactOptional(), request: measureRequestSchema }),
} satisfies { [Name in RequestName]: z.ZodType<Requests[Name]['in']> }
