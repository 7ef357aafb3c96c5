import { useEffect, useState } from 'react'
import type { MaskSetting } from '../../../protocol/config/mask.ts'
import { messageOf } from '../../../protocol/errors.ts'
import { unpackInspection, usualNoise, type Inspection, type InspectionSpec } from '../../../protocol/inspection/index.ts'
import { useLab } from '../../actions/lab.ts'
import { AttentionPanel } from '../attention/AttentionPanel.tsx'
import { InspectorBody } from './InspectorBody.tsx'
import { useResting } from './useResting.ts'

interface InspectorProps {
  spec: InspectionSpec
  whole?: boolean
}

interface Asked {
  /** What came back last, and which sequence it is of. */
  inspection: Inspection | null
  of: string
  error: string | null
  busy: boolean
}

const sameMask = (a: MaskSetting, b: MaskSetting): boolean => JSON.stringify(a) === JSON.stringify(b)

/** Two specs with one key are about one sequence, under whatever masks and noise. */
const sequenceKey = ({ of, sequence = 0 }: InspectionSpec): string => JSON.stringify([of, sequence])

/** Masks over a sequence. Another mask that is chosen is asked for; the sequence and where the reader looks stay. What is shown stays until the next has come. */
export const Inspector = ({ spec, whole = false }: InspectorProps) => {
  const { connection } = useLab()
  const [chosen, setChosen] = useState<readonly MaskSetting[] | null>(null)
  const [{ inspection, of, error, busy }, setAsked] = useState<Asked>({ inspection: null, of: '', error: null, busy: true })
  const [noise, setNoise] = useState(spec.noise ?? usualNoise)
  const masks = chosen ?? spec.masks
  // A layout says the noise of its own images.
  const restingNoise = useResting(noise)
  const asked: InspectionSpec = 'layout' in spec.of ? { ...spec, masks: [...masks] } : { ...spec, masks: [...masks], noise: restingNoise }
  const wanted = JSON.stringify(asked)

  useEffect(() => {
    let gone = false
    setAsked((now) => ({ ...now, busy: true }))
    connection.request('inspect.masks', JSON.parse(wanted) as InspectionSpec).then(
      (found) => !gone && setAsked({ inspection: unpackInspection(found), of: sequenceKey(JSON.parse(wanted) as InspectionSpec), error: null, busy: false }),
      (thrown: unknown) => !gone && setAsked((now) => ({ ...now, error: messageOf(thrown), busy: false })),
    )
    return () => {
      gone = true
    }
  }, [connection, wanted])

  if (!inspection) return error === null ? <p className="soft inspector-wait" aria-busy>Laying out the sequence …</p> : <p className="output-error" role="alert">{error}</p>
  const own = [...spec.masks, ...inspection.masks.map(({ setting }) => setting)].filter((mask, i, all) => typeof mask !== 'string' && all.findIndex((one) => sameMask(one, mask)) === i)
  return (
    <>
      {error !== null && <p className="output-error" role="alert">{error}</p>}
      <InspectorBody
        spec={asked} inspection={inspection} of={of} shown={[0, inspection.masks.length > 1 ? 1 : null]} own={own} whole={whole} busy={busy}
        noise={'layout' in spec.of ? null : noise} onNoise={setNoise}
        onMasks={(a, b) => setChosen(b === null ? [a] : [a, b])}
      />
      {'run' in spec.of && <AttentionPanel key={spec.of.run} run={spec.of.run} sequence={spec.sequence ?? 0} wheelZooms={whole} />}
    </>
  )
}
