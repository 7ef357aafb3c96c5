import { createHost } from '../../main/host/host.ts'
import { parseConfig } from '../../protocol/config/index.ts'
import type { RunOrigin } from '../../main/host/runs/runOrigin.ts'

/** A run to train: its keys of the config, and what it is called. */
export interface RunToTrain extends Partial<RunOrigin> {
  config: Record<string, unknown>
  name: string
}

/** Trains runs in a home, one after another, before an app opens it. @returns their ids @throws Error with its reason when one does not reach its end */
export const trainRuns = async (home: string, runs: readonly RunToTrain[]): Promise<string[]> => {
  const host = createHost({ home })
  try {
    const ids: string[] = []
    for (const { config, ...origin } of runs) {
      const { id } = host.runs.enqueue(parseConfig(config), { notebook: null, cell: null, userKeys: [], ...origin })
      const { status, reason } = await host.runs.whenEnded(id)
      if (status !== 'finished') throw new Error(`the run ${origin.name} is ${status}: ${reason}`)
      ids.push(id)
    }
    return ids
  } finally {
    await host.close()
  }
}
