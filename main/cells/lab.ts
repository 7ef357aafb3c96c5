import { frozenPresets } from './configBook.ts'
import type { Lab } from './api/lab.ts'
import { labInspect } from './labInspect.ts'
import { labMasks } from './labMasks.ts'
import type { LabContext } from './labContext.ts'
import { labExports } from './labExports.ts'
import { labClaims } from './labClaims.ts'
import { labMeasure } from './labMeasure.ts'
import { labGenerate } from './labGenerate.ts'
import { labPictures } from './labPictures.ts'
import { labRuns } from './labRuns.ts'
import { tableOutput } from './labTable.ts'
import { InputError } from '../../protocol/errors.ts'
import { isObject } from '../../protocol/config/index.ts'

/** The `lab` global of a cell worker. */
export const createLab = (context: LabContext): Lab => {
  const { book, emit, shown } = context
  return Object.freeze({
    config(input: unknown, changes?: unknown) {
      if (changes !== undefined && !isObject(changes)) throw new InputError("lab.config(base, changes) takes the changes as an object: { 'loss.lambda': 1 }.")
      const config = changes === undefined ? book.parse(input) : book.change(input, changes)
      emit({ kind: 'config', config, userKeys: book.userKeys(config) })
      shown.add(config)
      return config
    },
    presets: frozenPresets(),
    ...labRuns(context),
    ...labPictures(context),
    ...labGenerate(context),
    ...labExports(context),
    ...labMasks(),
    ...labInspect(context),
    ...labMeasure(context),
    ...labClaims(context),
    table: (rows: unknown, title?: string) => emit(tableOutput(rows, title)),
  })
}
