import type { RunRecord } from '../../protocol/records.ts'
import { ConfigView } from '../outputs/ConfigView.tsx'
import { Checkpoints } from '../checkpoints/Checkpoints.tsx'
import { Replays } from './Replays.tsx'
import { RunCurves } from './RunCurves.tsx'
import { RunMask } from './RunMask.tsx'
import { RunMedia } from './RunMedia.tsx'
import { RunRecordView } from './RunRecordView.tsx'
import { TryIt } from './TryIt.tsx'

/** Everything about a run below its head: curves, pictures, config, checkpoints, record. */
export const RunBody = ({ run }: { run: RunRecord }) => (
  <div className="run-body">
    <Replays run={run} />
    <RunCurves run={run} />
    {run.config.task === 'transfusion' && run.step > 0 && <TryIt run={run} />}
    <RunMedia run={run} />
    <RunMask run={run} />
    <section aria-label="Config"><h3>Config</h3><ConfigView config={run.config} userKeys={run.userKeys} of={{ run: run.id }} /></section>
    <div>
      <details><summary className="small">Checkpoints</summary><Checkpoints run={run} /></details>
      <details><summary className="small">Record</summary><RunRecordView run={run} /></details>
    </div>
  </div>
)
