import type { Store } from '../../store/store.ts'
import { configHash } from './configHash.ts'

/**
 * Hashes the configs of all runs anew where this version of the app reads more keys in them than the last one: a key that is new has its
 * default in an old run, so the same config asked for today is that run.
 * The newest run tells whether this was done: it was hashed last.
 */
export const rehashConfigs = ({ runs }: Store): void => {
  const all = runs.list()
  if (all[0] === undefined || all[0].configHash === configHash(all[0].config)) return
  for (const run of all) runs.update(run.id, { configHash: configHash(run.config) })
}
