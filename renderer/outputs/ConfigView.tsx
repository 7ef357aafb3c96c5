import { flatten } from '../../protocol/config/paths.ts'
import { formatValue } from '../format/values.ts'

interface ConfigViewProps {
  config: Record<string, unknown>
  userKeys: readonly string[]
}

/** A config: the keys that the user set, and all others on demand. */
export const ConfigView = ({ config, userKeys }: ConfigViewProps) => {
  const leaves = flatten(config)
  const set = new Set(userKeys)
  return (
    <div>
      <div className="config-keys" aria-label="Keys that you set">
        {userKeys.length === 0 && <span className="soft small">All values are defaults.</span>}
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
