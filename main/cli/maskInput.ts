import { existsSync, readFileSync } from 'node:fs'
import { basename, extname } from 'node:path'
import { ownMask } from '../../masks/index.ts'
import { maskNames, type MaskSetting } from '../../protocol/config/index.ts'
import { nearest } from '../../protocol/config/nearest.ts'
import { InputError } from '../../protocol/errors.ts'

/**
 * A mask as it is named on the command line: a shipped one, or a file that holds a predicate, `({ q, k }) => …`.
 * @throws InputError when it is neither
 */
export const readMask = (word: string): MaskSetting => {
  const shipped = maskNames.find((name) => name === word)
  if (shipped) return shipped
  if (!existsSync(word)) {
    const near = nearest(word, maskNames)
    throw new InputError(`There is no mask "${word}", nor a file of that name; ${near ? `did you mean "${near}"? There are` : 'there are'} ${maskNames.join(', ')}.`)
  }
  const { name, source } = ownMask({ name: basename(word, extname(word)), source: readFileSync(word, 'utf8') })
  return { name, source }
}
