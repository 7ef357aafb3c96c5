import { useLab } from '../actions/lab.ts'
import { changeNotebook } from '../actions/notebooks.ts'
import type { Fold } from '../state/notebook.ts'
import { toggleFold } from '../state/notebookEdits.ts'
import { Icon } from '../ui/Icon.tsx'

/** A folded part of a cell, in one line that opens it. */
export const FoldedPart = ({ cell, part, words }: { cell: string; part: keyof Fold; words: string }) => {
  const lab = useLab()
  return (
    <button type="button" className="folded" aria-expanded={false} title={`Open the ${part}`} onClick={() => changeNotebook(lab, (notebook) => toggleFold(notebook, cell, part))}>
      <Icon name="chevron" /><span className="ellipsis mono">{words}</span><span className="faint">folded</span>
    </button>
  )
}
