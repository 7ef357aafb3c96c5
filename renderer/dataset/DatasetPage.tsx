import { useEffect, useState } from 'react'
import type { DatasetOwner, DatasetPage as Page, DatasetPlace } from '../../protocol/datasetPage.ts'
import { messageOf } from '../../protocol/errors.ts'
import { useLab, useLabState } from '../actions/lab.ts'
import { openInspector } from '../actions/inspector.ts'
import { show } from '../actions/runs.ts'
import { formatCount } from '../format/numbers.ts'
import { Icon } from '../ui/Icon.tsx'
import { DocumentCard } from './DocumentCard.tsx'
import { Pager } from './Pager.tsx'
import { SkippedFiles } from './SkippedFiles.tsx'

const perPage = 24

/** The documents that a config or a run trains on: pictures, captions, how many elements they are, and files that cannot be used. */
export const DatasetPage = ({ of }: { of: DatasetOwner }) => {
  const lab = useLab()
  const [place, setPlace] = useState<DatasetPlace>({ split: 'train', from: 0, count: perPage })
  const [page, setPage] = useState<Page | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(true)
  const opening = useLabState((state) => state.progress[''])
  useEffect(() => {
    let gone = false
    setBusy(true)
    setProblem(null)
    lab.connection.request('data.browse', { of, place })
      .then((found) => !gone && setPage(found), (thrown: unknown) => !gone && setProblem(messageOf(thrown)))
      .finally(() => !gone && setBusy(false))
    return () => {
      gone = true
    }
  }, [lab, of, place])
  const sizeWord = (split: DatasetPlace['split']): string => (page === null ? '' : ` (${page.sizes[split] === null ? 'made up as needed' : formatCount(page.sizes[split])})`)
  return (
    <div className="page">
      <div className="page-head">
        <button type="button" onClick={() => show(lab, { kind: 'notebook' })}><Icon name="back" />Notebook</button>
        <h2>Data{page && `: ${page.name}`}</h2>
        <label className="field">
          Split
          <select value={place.split} onChange={(event) => setPlace({ split: event.target.value === 'heldOut' ? 'heldOut' : 'train', from: 0, count: perPage })}>
            <option value="train">training{sizeWord('train')}</option>
            <option value="heldOut">held out{sizeWord('heldOut')}</option>
          </select>
        </label>
        {page && <Pager from={place.from} shown={page.documents.length} size={page.sizes[place.split]} count={perPage} busy={busy} onFrom={(from) => setPlace({ ...place, from })} />}
        <span className="spacer" />
        <button type="button" className="bordered" title="How documents stand in a sequence, and who sees whom" onClick={() => openInspector(lab, of)}><Icon name="mask" />Layout and mask</button>
      </div>
      {problem !== null && <p className="run-reason" role="alert">{problem}</p>}
      {page === null && busy && <p className="soft">{opening?.stage === 'dataset' && opening.total > 1 ? `Reading ${formatCount(opening.done)} of ${formatCount(opening.total)} files …` : 'Opening the dataset …'}</p>}
      {page && page.problemCount > 0 && <SkippedFiles problems={page.problems} count={page.problemCount} />}
      {page && problem === null && (
        <>
          <ul className="documents" aria-label="Documents" aria-busy={busy}>
            {page.documents.map((document) => <DocumentCard key={`${place.split} ${document.index}`} document={document} length={page.sequenceLength} />)}
          </ul>
          {page.documents.length === 0 && !busy && <p className="soft">There are no documents in this split.</p>}
          <p className="faint small">SHA-256 of the dataset <span className="mono">{page.sha256.slice(0, 16)}</span></p>
        </>
      )}
    </div>
  )
}
