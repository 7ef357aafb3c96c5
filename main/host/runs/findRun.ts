import { InputError } from '../../../protocol/errors.ts'
import { nearest } from '../../../protocol/config/nearest.ts'
import type { RunRecord } from '../../../protocol/records.ts'

/**
 * The run of an id, a unique prefix of one, or a unique name.
 * @throws InputError naming the nearest, or those that match
 */
export const findRun = (runs: readonly RunRecord[], reference: string): RunRecord => {
  const wanted = reference.trim()
  const exact = runs.find(({ id }) => id === wanted.toUpperCase())
  if (exact) return exact
  const named = runs.filter(({ name }) => name === wanted)
  const matches = named.length > 0 || wanted === '' ? named : runs.filter(({ id }) => id.startsWith(wanted.toUpperCase()))
  if (matches.length === 1) return matches[0]!
  if (matches.length > 1) {
    const some = matches.slice(0, 4).map(({ id, name }) => `${id} (${name})`).join(', ')
    throw new InputError(`"${reference}" fits ${matches.length} runs: ${some}${matches.length > 4 ? ', …' : ''}; write more of the id.`)
  }
  if (runs.length === 0) throw new InputError(`There is no run "${reference}": nothing has been trained in this folder yet; start with "lab train --preset nano".`)
  const near = nearest(wanted, runs.flatMap(({ id, name }) => [name, id]))
  throw new InputError(`There is no run "${reference}"; ${near === undefined ? '"lab runs" lists them' : `did you mean "${near}"`}${near === undefined ? '.' : '?'}`)
}
