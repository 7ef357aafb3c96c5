import { isObject } from '../../protocol/config/index.ts'
import { InputError } from '../../protocol/errors.ts'
import { exportFormats } from '../../protocol/export.ts'
import type { ExportOptions } from './api/exports.ts'
import type { Lab } from './api/lab.ts'
import { runReference, type LabContext } from './labContext.ts'

/** Those of the contract, which the types of the editor must name too. */
const formats: readonly ExportOptions['format'][] = exportFormats

/** Taking checkpoints away. */
export const labExports = ({ call, emit, shown }: LabContext): Pick<Lab, 'export'> => ({
  async export(run, options) {
    if (!isObject(options) || typeof options.format !== 'string') throw new InputError(`lab.export takes what to write: { format: '${formats[0]}' }; formats are ${formats.join(', ')}.`)
    const { format, out = null, dtype = null, weights = null, step = null } = options
    const result = await call('export', { run: runReference(run, 'lab.export'), format, out, dtype, weights, step })
    emit({ kind: 'text', text: `${result.path} has step ${result.step} as ${format}: ${result.files.map(({ name }) => name).join(', ')}\n` })
    const exported = Object.freeze({ path: result.path, step: result.step, files: Object.freeze(result.files) })
    shown.add(exported)
    return exported
  },
})
