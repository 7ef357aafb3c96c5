import type { DatasetOwner } from '../../protocol/datasetPage.ts'
import { flatten } from '../../protocol/config/paths.ts'
import { useLab } from '../actions/lab.ts'
import { show } from '../actions/runs.ts'
import { formatValue } from '../format/values.ts'
import { Icon } from '../ui/Icon.tsx'

interface ConfigViewProps {
  config: Record<string, unknown>
  userKeys: readonly string[]
  /** Whose data the button shows; left out: the config's. */
  of?: DatasetOwner
}

/** A config: the keys that the user set, and all others on demand. */
export const ConfigView = ({ config, userKeys, of = { config } }: ConfigViewProps) => {
  const lab = useLab()
  const leaves = flatten(config)
  const set = new Set(userKeys)
  return (
    <div>
      <div className="config-keys" aria-label="Keys that you set">
        {userKeys.length === 0 && <span className="soft small">All values are defaults.</span>}
        <button type="button" className="data-button" title="The documents that it trains on" onClick={() => show(lab, { kind: 'dataset', of })}><Icon name="pictures" />Data</button>
        {userKeys.map((key) => <span key={key} className="config-key"><b>{key}</b> {formatValue(leaves[key])}</span>)}
      </div>
      <details>
        <summary className="small">All {Object.keys(leaves).length} values</summary>
        <dl className="config-full">
          {Object.entries(leaves).map(([key, value]) => (
            <div key={key} className={set.has(key) ? 'user' : ''}><dt>{key}</dt><dd>{formatValue(value)}</dd></div>
          ))}
        </dl>
      </details>
    </div>
  )
}
