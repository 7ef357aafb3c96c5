import type { RunRecord } from '../../protocol/records.ts'
import { formatCount } from '../format/numbers.ts'
import { formatValue } from '../format/values.ts'

/** What is recorded about a run, so that it can be done again. */
export const RunRecordView = ({ run }: { run: RunRecord }) => {
  const facts: [string, unknown][] = [
    ['id', run.id], ['config hash', run.configHash], ['dataset hash', run.datasetHash], ['seed', run.config.train.seed],
    ['created', new Date(run.created).toLocaleString()], ['engine', run.engine && `${run.engine.engine}, ${run.engine.provider}, ${run.engine.adapter}${run.engine.driver ? `, driver ${run.engine.driver}` : ''}, ${run.engine.threads} threads, ${run.engine.precision ?? 'fp32'}`],
    ['why this engine', run.engine?.chosen ?? null],
    ['elements seen', formatCount(run.elementsSeen)], ['images seen', formatCount(run.imagesSeen)],
    ['git', run.git && `${run.git.sha.slice(0, 10)}${run.git.dirty ? ', with changes' : ''}`], ['app version', run.appVersion], ['parent run', run.parentRun && `${run.parentRun}${run.parentStep === null ? '' : `, step ${run.parentStep}`}`],
  ]
  return (
    <dl className="config-full">
      {facts.filter(([, value]) => value !== null).map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{formatValue(value)}</dd></div>)}
    </dl>
  )
}
