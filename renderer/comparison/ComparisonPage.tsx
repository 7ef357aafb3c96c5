import { useLab, useLabState } from '../actions/lab.ts'
import { clearBasket, setBaseline, show } from '../actions/runs.ts'
import { Icon } from '../ui/Icon.tsx'
import { Comparison } from './Comparison.tsx'

/** The ticked runs, in front. */
export const ComparisonPage = () => {
  const lab = useLab()
  const basket = useLabState((state) => state.basket)
  const baseline = useLabState((state) => state.baseline)
  return (
    <div className="page">
      <div className="page-head">
        <button type="button" onClick={() => show(lab, { kind: 'notebook' })}><Icon name="back" />Notebook</button>
        <h2>Comparison</h2>
        <span className="spacer" />
        <button type="button" onClick={() => clearBasket(lab)}>Untick all</button>
      </div>
      {basket.length === 0
        ? <div className="empty"><h2>Nothing to compare</h2><p>Tick two or more runs in the sidebar.</p></div>
        : <Comparison runs={basket} initialBaseline={baseline} onBaseline={(run) => setBaseline(lab, run)} />}
    </div>
  )
}
