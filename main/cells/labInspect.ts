import { inspectionSummary } from '../../masks/inspection/summary.ts'
import { isObject, maskSettingSchema, type MaskSetting } from '../../protocol/config/index.ts'
import { InputError } from '../../protocol/errors.ts'
import type { InspectionSpec } from '../../protocol/inspection/index.ts'
import { looksLikeLayout } from '../../masks/inspection/layoutText.ts'
import type { Lab } from './api/lab.ts'
import { isPromise, isRun, type LabContext } from './labContext.ts'

/** `lab.inspect`: a sequence, masks over it and what the checks say, as a panel under the cell. */
export const labInspect = ({ book, call, emit, shown }: LabContext): Pick<Lab, 'inspect'> => ({
  async inspect(of, ...rest) {
    const last: unknown = rest.at(-1)
    const options = isObject(last) && !('source' in last) ? last : null
    const masks = (options ? rest.slice(0, -1) : rest).map(maskSetting)
    const spec: InspectionSpec = { of: targetOf(of, book), masks, ...optionsOf(options ?? {}) }
    const inspection = await call('inspect', spec)
    emit({ kind: 'inspection', inspection: spec, summary: inspectionSummary(inspection) })
    const verdicts = Object.freeze(inspection.masks.flatMap(({ name, checks }) => checks.map(({ label, verdict, sentence, pair }) => Object.freeze({ mask: name, check: label, verdict, sentence, pair }))))
    shown.add(verdicts)
    return verdicts
  },
})

/** A text is a layout in words where it reads as one, and a run's name or id otherwise. */
const targetOf = (of: unknown, book: LabContext['book']): InspectionSpec['of'] => {
  if (isPromise(of)) throw new InputError('lab.inspect got a promise; write "await" before lab.train(…).')
  if (isRun(of)) return { run: of.id }
  if (typeof of === 'string') return looksLikeLayout(of) ? { layout: of } : { run: of }
  return { config: { ...book.parse(of) } }
}

const optionsOf = (options: Record<string, unknown>): Pick<InspectionSpec, 'sequence' | 'noise'> => {
  const { sequence = 0, noise = 0.5, ...unknown } = options
  const [extra] = Object.keys(unknown)
  if (extra !== undefined) throw new InputError(`lab.inspect: there is no option "${extra}"; there are sequence and noise.`)
  if (typeof sequence !== 'number' || !Number.isInteger(sequence) || sequence < 0 || sequence > 1000) throw new InputError(`lab.inspect: sequence is ${JSON.stringify(sequence)}; it is the number of a held-out sequence, 0 to 1000.`)
  if (typeof noise !== 'number' || !(noise >= 0 && noise <= 1)) throw new InputError(`lab.inspect: noise is ${JSON.stringify(noise)}; it is t / T, from 0 to 1.`)
  return { sequence, noise }
}

const maskSetting = (given: unknown): MaskSetting => {
  const parsed = maskSettingSchema.safeParse(isObject(given) ? { name: given['name'], source: given['source'] } : given)
  if (!parsed.success) throw new InputError(`lab.inspect: ${JSON.stringify(given)} is no mask; give the name of a shipped one, or what lab.mask(…) gives.`)
  return parsed.data
}
