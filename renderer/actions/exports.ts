import type { ExportOptions, ExportResult } from '../../protocol/export.ts'
import type { RunRecord } from '../../protocol/records.ts'
import { ask, type Lab } from './lab.ts'

/** Asks the host for an export; a refusal is shown in its own words. */
export const exportRun = async (lab: Lab, run: RunRecord, options: ExportOptions, out: string): Promise<ExportResult | null> => {
  const path = out.trim()
  return ask(lab, 'run.export', { run: run.id, options, ...(path === '' ? {} : { out: path }) })
}

/** Stops the export of a run; whoever waits for it gets its refusal. */
export const stopExport = async (lab: Lab, run: RunRecord): Promise<void> => {
  await ask(lab, 'run.stopExport', { run: run.id })
}
