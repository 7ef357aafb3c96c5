import { useState } from 'react'
import { metricLabel } from '../../protocol/metricKeys.ts'
import { paperFormats, paperMetrics, paperText, type PaperFormat, type Spread, type Study } from '../../protocol/statistics/index.ts'
import { copyText, saveText } from '../actions/takeAway.ts'
import { useLab } from '../actions/lab.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { Icon } from '../ui/Icon.tsx'
import { IconButton } from '../ui/IconButton.tsx'

const formats: Record<PaperFormat, { word: string; file: string; type: string }> = {
  latex: { word: 'LaTeX', file: 'comparison.tex', type: 'application/x-tex' },
  markdown: { word: 'Markdown', file: 'comparison.md', type: 'text/markdown' },
  csv: { word: 'CSV, unrounded', file: 'comparison.csv', type: 'text/csv' },
}

/** The comparison as a table to take away. */
export const PaperTable = ({ study, spread, onClose }: { study: Study; spread: Spread; onClose(): void }) => {
  const lab = useLab()
  const [format, setFormat] = useState<PaperFormat>('latex')
  const whole = study.metrics.filter(({ key }) => key.split('.').length === 2).map(({ key }) => key)
  const [chosen, setChosen] = useState(() => paperMetrics(study))
  const metrics = whole.filter((key) => chosen.includes(key))
  const text = paperText(study, format, { spread, metrics })
  const { file, type } = formats[format]
  return (
    <Dialog label="Paper table" wide onClose={onClose}>
      <div className="dialog-head"><h2>Paper table</h2><IconButton icon="close" label="Close" onClick={onClose} /></div>
      <div className="paper-table">
        <div className="toolbar">
          {paperFormats.map((item) => <button key={item} type="button" className="bordered" aria-pressed={item === format} onClick={() => setFormat(item)}>{formats[item].word}</button>)}
          <span className="spacer" />
          <button type="button" className="bordered" onClick={() => copyText(lab, text, 'The table is copied.')}><Icon name="copy" />Copy</button>
          <button type="button" className="bordered" onClick={() => saveText(file, text, type)}><Icon name="download" />Save {file}</button>
        </div>
        <div className="toolbar" role="group" aria-label="Metrics of the table">
          {whole.map((key) => (
            <label key={key} className="field"><input type="checkbox" checked={chosen.includes(key)} onChange={() => setChosen(chosen.includes(key) ? chosen.filter((other) => other !== key) : [...chosen, key])} />{metricLabel(key)}</label>
          ))}
        </div>
        <pre tabIndex={0} aria-label="The table's text">{text}</pre>
      </div>
    </Dialog>
  )
}
