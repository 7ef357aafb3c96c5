import { isObject } from '../../protocol/config/index.ts'
import { InputError } from '../../protocol/errors.ts'
import { measureDefaults, measurementNames, measurements, usualMeasurements, type MeasurementName } from '../../protocol/measurements.ts'
import { metricInfo } from '../../protocol/metricKeys.ts'
import type { Lab } from './api/lab.ts'
import type { MeasureOptions } from './api/measurements.ts'
import { countOf, runReference, type LabContext } from './labContext.ts'
import { tableOutput } from './labTable.ts'

/** Measuring a checkpoint on demand. */
export const labMeasure = ({ call, emit, shown }: LabContext): Pick<Lab, 'measure'> => ({
  async measure(run, what, options = {}) {
    if (!isObject(options)) throw new InputError('lab.measure takes its options as an object: lab.measure(run, [\'frechet\'], { count: 256 }).')
    const { step = null, seed, guidance, steps } = options as MeasureOptions
    const reference = runReference(run, 'lab.measure')
    const request = {
      what: what === undefined ? usualMeasurements((await call('find', { reference })).record.config) : namesOf(what), count: countOf(options.count, measureDefaults.count, 'lab.measure'), seed: seed ?? measureDefaults.seed,
      guidance: [...(guidance ?? measureDefaults.guidance)], steps: [...(steps ?? measureDefaults.steps)],
    }
    const numbers = Object.freeze(await call('measure', { run: reference, step, request }))
    emit(tableOutput(Object.entries(numbers).map(([key, value]) => rowOf(key, value)), `measured on ${request.count} held-out documents`))
    shown.add(numbers)
    return numbers
  },
})

const namesOf = (what: unknown): MeasurementName[] => {
  const list: unknown[] = Array.isArray(what) ? what : [what]
  if (list.length === 0) throw new InputError('lab.measure: name at least one measurement, or leave the list out.')
  return list.map((name) => {
    if (typeof name !== 'string' || !Object.hasOwn(measurements, name)) throw new InputError(`lab.measure: there is no measurement ${JSON.stringify(name)}; there are ${measurementNames.join(', ')}.`)
    return name as MeasurementName
  })
}

const rowOf = (key: string, value: number) => {
  const info = metricInfo(key)
  const own = info && key !== info.key && key.startsWith(info.key) ? ` ${key.slice(info.key.length + 1)}` : ''
  return { what: info ? info.label + own : key, value: Number(value.toPrecision(4)), better: info?.better === 'neither' ? '' : (info?.better ?? ''), key }
}
