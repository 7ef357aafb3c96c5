import { readFile } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { z } from 'zod'
import { modalityNames, parseConfig } from '../../../protocol/config/index.ts'
import type { PromptPart } from '../../../protocol/generation.ts'
import { exportDtypes, exportFormats, exportWeights, type ExportDtype, type ExportFormat, type ExportWeights } from '../../../protocol/export.ts'
import { InputError } from '../../../protocol/errors.ts'
import type { LabCallName, LabCalls, RunFacts } from '../../cells/workerMessages.ts'
import { generationNumbersSchema, measureRequestSchema, requestSchemas } from '../requestSchemas.ts'
import type { RunService } from '../runs/runService.ts'

/** Answers what a cell asks of the host. `cell` is the asking cell, `notebook` its file. */
export type LabAnswer = (name: string, input: unknown, origin: { notebook: string; cell: string }) => Promise<unknown>

const run = z.string()
const seed = z.int().min(0, 'seed is a whole number of at least 0').max(2 ** 31 - 1)
const inputs = {
  enqueue: z.object({ config: z.unknown(), userKeys: z.array(z.string()), namedKeys: z.array(z.string()).optional(), name: z.string().max(200).nullable(), again: z.boolean(), from: z.string().nullable() }),
  whenEnded: z.object({ run }),
  list: z.null(),
  find: z.object({ reference: z.string() }),
  sample: z.object({ run, prompts: z.array(z.string()).min(1).max(256), guidance: z.number().min(0).max(50).nullable(), steps: z.int().min(1).max(10_000).nullable(), modality: z.enum(modalityNames).nullable(), size: z.string().max(40).nullable(), seed }),
  generate: z.object({ run, prompt: z.array(z.union([z.strictObject({ text: z.string() }), z.strictObject({ tag: z.enum(modalityNames), source: z.string() }), z.strictObject({ sha256: z.string() })])), next: z.enum([...modalityNames, 'text']).nullable(), single: z.boolean(), options: generationNumbersSchema, seed }),
  caption: z.object({ run, paths: z.array(z.string()).max(256), count: z.int().min(1).max(256), seed }),
  export: z.object({ run, format: z.enum(exportFormats), out: z.string().min(1).nullable(), dtype: z.enum(exportDtypes).nullable(), weights: z.enum(exportWeights).nullable(), step: z.int().min(0).nullable() }),
  inspect: requestSchemas['inspect.masks'],
  score: z.object({ run, count: z.int().min(1).max(10_000), seed }),
  measure: z.object({ run, step: z.int().min(0).nullable(), request: measureRequestSchema }),
} satisfies { [Name in LabCallName]: z.ZodType }

/** Passes cells' calls to the run service; cells are another process, so everything is parsed again. */
export const createLabAnswers = (runs: RunService): LabAnswer => {
  const keptPicture = (sha256: string): Uint8Array => {
    const bytes = runs.picture(sha256)
    if (!bytes) throw new InputError('A picture of the prompt is not in this home any more; draw it again, or give a file.')
    return bytes
  }
  const facts = (id: string): RunFacts => ({ record: runs.find(id), metrics: runs.lastMetrics(id) })

  const answers: { [Name in LabCallName]: (input: LabCalls[Name]['in'], origin: { notebook: string; cell: string }) => LabCalls[Name]['out'] | Promise<LabCalls[Name]['out']> } = {
    enqueue({ config, userKeys, namedKeys, name, again, from }, { notebook, cell }) {
      const before = new Set(runs.list().map(({ id }) => id))
      const origin = { notebook, cell, ...(name === null ? {} : { name }) }
      const record = from === null ? runs.enqueue(parseConfig(config), { ...origin, userKeys, ...(namedKeys ? { namedKeys } : {}) }, again) : runs.fork(from, () => parseConfig(config), origin, again).run
      return { ...facts(record.id), reused: before.has(record.id) }
    },
    async whenEnded({ run: id }) {
      await runs.whenEnded(id)
      return facts(id)
    },
    list: () => runs.list().map(({ id }) => facts(id)),
    find: ({ reference }) => facts(runs.find(reference).id),
    sample: ({ run: reference, prompts, guidance, steps, modality, size, seed: start }) =>
      runs.sample(runs.find(reference).id, { prompts, seed: start, ...(guidance === null ? {} : { guidance }), ...(steps === null ? {} : { steps }), ...(modality === null ? {} : { modality }), ...(size === null ? {} : { size }) }),
    async generate({ run: reference, prompt, next, single, options, seed: start }, { notebook }) {
      const parts = await Promise.all(prompt.map(async (part): Promise<PromptPart> => {
        if ('text' in part) return part
        if ('sha256' in part) return { image: keptPicture(part.sha256) }
        const bytes = await readPicture(resolve(dirname(notebook), part.source))
        return part.tag === 'image' ? { image: bytes } : { wave: bytes }
      }))
      const [result] = await runs.generate(runs.find(reference).id, { prompts: [parts], seed: start, single, ...options, ...(next === null ? {} : { next }) })
      return result!
    },
    async caption({ run: reference, paths, count, seed: start }, { notebook }) {
      const images = await Promise.all(paths.map((path) => readPicture(resolve(dirname(notebook), path))))
      return runs.caption(runs.find(reference).id, { images, seed: start, ...(images.length === 0 ? { count } : {}) })
    },
    export({ run: reference, format, out, dtype, weights, step }, { notebook }) {
      const options = { format: format as ExportFormat, ...(dtype === null ? {} : { dtype: dtype as ExportDtype }), ...(weights === null ? {} : { weights: weights as ExportWeights }), ...(step === null ? {} : { step }) }
      return runs.export(runs.find(reference).id, options, out === null ? undefined : resolve(dirname(notebook), out))
    },
    inspect: (spec) => runs.inspectMasks(spec),
    score: ({ run: reference, count, seed: start }) => runs.score(runs.find(reference).id, count, start),
    measure: ({ run: reference, step, request }) => runs.measure(runs.find(reference).id, request, step ?? undefined),
  }

  return async (name, input, origin) => {
    if (!Object.hasOwn(inputs, name)) throw new InputError(`Cells cannot ask for "${name}".`)
    const known = name as LabCallName
    const parsed = inputs[known].safeParse(input)
    if (!parsed.success) {
      const issue = parsed.error.issues[0]!
      throw new InputError(`lab.${known}: ${issue.path.join('.')}: ${issue.message}.`)
    }
    return (answers[known] as (input: unknown, origin: { notebook: string; cell: string }) => unknown)(parsed.data, origin)
  }
}

const readPicture = async (path: string): Promise<Uint8Array> => {
  try {
    return await readFile(path)
  } catch (error) {
    throw new InputError(`The picture ${basename(path)} cannot be read at ${path} (${(error as NodeJS.ErrnoException).code}).`)
  }
}
