import type { MaskVerdict } from '../../../protocol/inspection/index.ts'
import { Icon, type IconName } from '../../ui/Icon.tsx'
import { lockPair } from '../state/inspectorState.ts'
import { useInspector } from './InspectorContext.ts'

const marks: Record<MaskVerdict['verdict'], { icon: IconName; word: string; className: string }> = {
  passes: { icon: 'check', word: 'passes', className: 'good' },
  fails: { icon: 'cross', word: 'fails', className: 'bad' },
  notApplicable: { icon: 'dash', word: 'does not apply', className: 'faint' },
}

/** What the checks say of a mask. One with a pair that shows it can be pressed: the pair is drawn. */
export const Checks = ({ name, checks }: { name: string; checks: readonly MaskVerdict[] }) => (
  <ul className="checks" aria-label={`Checks of ${name}`}>
    {checks.map((check) => <Check key={check.id} check={check} />)}
  </ul>
)

const Check = ({ check: { label, verdict, sentence, pair } }: { check: MaskVerdict }) => {
  const { store } = useInspector()
  const { icon, word, className } = marks[verdict]
  return (
    <li className={`check ${verdict}`}>
      <span className={className}><Icon name={icon} /><span className="visually-hidden">{word}: </span></span>
      <div>
        <span className="check-label">{label}</span>
        <p className="small soft">{sentence}</p>
        {pair && <button type="button" className="link small" onClick={() => store.update((state) => lockPair(state, pair.query, pair.key, pair.via))}>Show the pair</button>}
      </div>
    </li>
  )
}
