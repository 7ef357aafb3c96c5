import type { InspectionTarget } from '../../protocol/inspection/index.ts'
import { runTableViewSchema, type RunTableView } from '../../protocol/runTable.ts'
import type { LabState, View } from './labState.ts'

/** What an address opens: a view, with what it needs. */
export interface ViewAddress {
  view: View
  basket?: string[]
  baseline?: string | null
  table?: RunTableView
}

/** The part of the address behind `#` that opens this view again. */
export const addressOf = ({ view, basket, baseline, runTable }: Pick<LabState, 'view' | 'basket' | 'baseline' | 'runTable'>): string => {
  switch (view.kind) {
    case 'notebook': return ''
    case 'run': return `#run/${encodeURIComponent(view.run)}`
    case 'comparison': return `#compare/${basket.map(encodeURIComponent).join(',')}${baseline === null ? '' : `/${encodeURIComponent(baseline)}`}`
    case 'runs': return `#runs/${encodeURIComponent(JSON.stringify(runTable.view))}`
    case 'inspector': return `#masks/${encodeURIComponent(JSON.stringify(view.of))}`
    case 'dataset': return `#data/${encodeURIComponent(JSON.stringify(view.of))}`
    case 'sql': case 'history': return `#${view.kind}`
  }
}

/** What an address says; null for one that says nothing that is known here. */
export const readAddress = (hash: string): ViewAddress | null => {
  const [kind = '', ...parts] = hash.replace(/^#/, '').split('/')
  const words = parts.map(decoded)
  const [first = '', second] = words
  switch (kind) {
    case 'run': return first === '' ? null : { view: { kind: 'run', run: first } }
    case 'compare': {
      const runs = (parts[0] ?? '').split(',').map(decoded).filter(Boolean)
      return runs.length === 0 ? null : { view: { kind: 'comparison' }, basket: runs, baseline: second ?? null }
    }
    case 'runs': {
      const table = runTableViewSchema.safeParse(parsed(first))
      return { view: { kind: 'runs' }, ...(table.success && { table: table.data }) }
    }
    case 'masks': {
      const of = parsed(first)
      return isTarget(of) ? { view: { kind: 'inspector', of } } : null
    }
    case 'data': {
      const of = parsed(first)
      return isTarget(of) && !('layout' in of) ? { view: { kind: 'dataset', of } } : null
    }
    case 'sql': case 'history': return { view: { kind } }
    default: return null
  }
}

/** What it is about is checked by the host, which says what is wrong with it. */
const isTarget = (value: unknown): value is InspectionTarget =>
  typeof value === 'object' && value !== null && (('config' in value && typeof value.config === 'object') || ('run' in value && typeof value.run === 'string') || ('layout' in value && typeof value.layout === 'string'))

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
