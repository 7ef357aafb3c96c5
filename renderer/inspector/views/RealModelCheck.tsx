import { useState } from 'react'
import { messageOf } from '../../../protocol/errors.ts'
import { usualNoise, type InspectionSpec, type MaskVerdict, type MaskView } from '../../../protocol/inspection/index.ts'
import { useLab } from '../../actions/lab.ts'
import { RequestProgress } from '../../ui/RequestProgress.tsx'
import { Checks } from './Checks.tsx'

/** The mask tried on the real model: inputs are changed one by one, and the outputs that change are compared with the reach. */
export const RealModelCheck = ({ spec, mask }: { spec: InspectionSpec; mask: MaskView }) => {
  const { connection } = useLab()
  const [state, setState] = useState<{ check: MaskVerdict | null; error: string | null; busy: boolean }>({ check: null, error: null, busy: false })
  const { of } = spec
  if ('layout' in of) return null
  const ask = (): void => {
    setState({ check: null, error: null, busy: true })
    connection.request('inspect.perturb', { of: 'run' in of ? { run: of.run, step: null } : of, mask: mask.setting, sequence: spec.sequence ?? 0, noise: spec.noise ?? usualNoise }).then(
      ({ check }) => setState({ check, error: null, busy: false }),
      (thrown: unknown) => setState({ check: null, error: messageOf(thrown), busy: false }),
    )
  }
  return (
    <>
      {state.check && <Checks name={`${mask.name} on the model`} checks={[state.check]} />}
      {state.error !== null && <p className="output-error" role="alert">{state.error}</p>}
      {state.busy && <RequestProgress run={'run' in of ? of.run : ''} stage="perturbation" label="Changing one position after the other" />}
      <div><button type="button" className="bordered" disabled={state.busy} title="Changes one input at a time and looks which outputs change" onClick={ask}>{state.busy ? 'Trying …' : 'Try it on the real model'}</button></div>
    </>
  )
}
