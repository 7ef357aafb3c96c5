import { formatCount } from '../format/numbers.ts'

/** Files of a dataset that cannot be used, with why. */
export const SkippedFiles = ({ problems, count }: { problems: readonly { file: string; reason: string }[]; count: number }) => (
  <details className="skipped">
    <summary>{count === 1 ? '1 file cannot be used' : `${formatCount(count)} files cannot be used`}</summary>
    <div className="table-wrap">
      <table className="data">
        <thead><tr><th scope="col">file</th><th scope="col">why</th></tr></thead>
        <tbody>{problems.map(({ file, reason }, i) => <tr key={i}><td className="mono">{file}</td><td>{reason}</td></tr>)}</tbody>
      </table>
    </div>
    {count > problems.length && <p className="faint small">and {formatCount(count - problems.length)} more</p>}
  </details>
)
