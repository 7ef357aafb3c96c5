import type { EngineTime, EngineTimes } from '../../protocol/engines.ts'
import type { DoctorReport } from '../../protocol/kernelMessages.ts'
import { Icon } from '../ui/Icon.tsx'
import { timesOf } from './timesOf.ts'

/** One row an engine, with its times where they were measured. */
export const EngineTable = ({ report, times }: { report: DoctorReport; times: EngineTimes | null }) => (
  <table className="engines">
    <thead><tr><th scope="col">engine</th><th scope="col">works here</th><th scope="col">what it is, or what would bring it</th>{times && <th scope="col">a training step</th>}</tr></thead>
    <tbody>
      {report.engines.map(({ name, available, detail }) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          <td><span className={`status ${available ? 'finished' : ''}`}><Icon name={available ? 'check' : 'dash'} />{available ? 'yes' : 'no'}</span></td>
          <td>{detail}</td>
          {times && <td>{timesOf(times, name).map((time) => <TimeView key={time.threads} time={time} fastest={time === times.times[0]} />)}</td>}
        </tr>
      ))}
    </tbody>
  </table>
)

const TimeView = ({ time: { engine, threads, milliseconds, reason }, fastest }: { time: EngineTime; fastest: boolean }) => {
  if (milliseconds === null) return <div className="soft">{reason}</div>
  return <div className={fastest ? 'fastest' : ''}>{milliseconds.toFixed(1)} ms{engine === 'cpu' && `, ${threads} ${threads === 1 ? 'thread' : 'threads'}`}{fastest && ', fastest'}</div>
}
