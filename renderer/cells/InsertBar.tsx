import { memo } from 'react'
import { insertAt } from '../actions/cells.ts'
import { useLab } from '../actions/lab.ts'
import { Icon } from '../ui/Icon.tsx'

/** Between two cells: make one there. */
export const InsertBar = memo(({ index, last = false }: { index: number; last?: boolean }) => {
  const lab = useLab()
  return (
    <div className={`insert ${last ? 'last' : ''}`}>
      <button type="button" tabIndex={last ? 0 : -1} onClick={() => insertAt(lab, index, 'code')}><Icon name="plus" />Code</button>
      <button type="button" tabIndex={last ? 0 : -1} onClick={() => insertAt(lab, index, 'markdown')}><Icon name="plus" />Text</button>
    </div>
  )
})
