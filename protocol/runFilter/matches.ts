import type { RunRecord } from '../records.ts'
import type { FieldValue, Figure, RunField } from './fields.ts'
import type { RunFilter } from './parse.ts'

export type RunPredicate = (run: RunRecord, figure: Figure) => boolean

/** The filter as a predicate. A run that has no value in a field fails every test of it but `!=`. */
export const runPredicate = (filter: RunFilter): RunPredicate => {
  switch (filter.kind) {
    case 'all': return () => true
    case 'not': {
      const part = runPredicate(filter.part)
      return (run, figure) => !part(run, figure)
    }
    case 'and': {
      const parts = filter.parts.map(runPredicate)
      return (run, figure) => parts.every((part) => part(run, figure))
    }
    case 'or': {
      const parts = filter.parts.map(runPredicate)
      return (run, figure) => parts.some((part) => part(run, figure))
    }
    case 'words': return ({ name, status, tags, notes }) => `${name}\n${status}\n${tags.join('\n')}\n${notes}`.toLowerCase().includes(filter.text)
    case 'test': {
      const { field, operator, value } = filter
      const holds = comparison(operator, value)
      return (run, figure) => holds(field.read(run, figure))
    }
  }
}

const comparison = (operator: string, wanted: number | string | boolean): ((value: FieldValue) => boolean) => {
  const equal = (value: FieldValue): boolean =>
    Array.isArray(value) ? value.some((tag) => tag.toLowerCase() === wanted)
      : typeof value === 'string' ? value.toLowerCase() === wanted
        : Object.is(value, wanted) || value === wanted
  switch (operator) {
    case '=': return equal
    case '!=': return (value) => !equal(value)
    case '~': return (value) => value !== undefined && String(value).toLowerCase().includes(String(wanted))
    case '<': return (value) => value !== undefined && lowered(value) < wanted
    case '<=': return (value) => value !== undefined && lowered(value) <= wanted
    case '>': return (value) => value !== undefined && lowered(value) > wanted
    case '>=': return (value) => value !== undefined && lowered(value) >= wanted
    default: throw new Error(`no operator ${operator}`)
  }
}

const lowered = (value: Exclude<FieldValue, undefined>): number | string | boolean =>
  typeof value === 'string' ? value.toLowerCase() : Array.isArray(value) ? value.join(' ').toLowerCase() : (value as number | boolean)

/** The metrics whose last values a filter asks for. */
export const metricsOf = (filter: RunFilter): string[] => {
  const fields = (part: RunFilter): RunField[] =>
    part.kind === 'test' ? [part.field] : part.kind === 'not' ? fields(part.part) : part.kind === 'and' || part.kind === 'or' ? part.parts.flatMap(fields) : []
  return [...new Set(fields(filter).filter(({ of }) => of === 'metric').map(({ name }) => name))]
}
