import { useState } from 'react'
import { recordFields, runFields, metricField } from '../../protocol/runFilter/index.ts'
import { useLab, useLabState } from '../actions/lab.ts'
import { setTableView } from '../actions/runTable.ts'
import { columnField, initialView, movedColumn, withColumn } from '../state/runTable.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { IconButton } from '../ui/IconButton.tsx'

/** Which columns, in which order; the fields are also those of the filter. */
export const ColumnChooser = ({ onClose }: { onClose(): void }) => {
  const lab = useLab()
  const { columns } = useLabState((state) => state.runTable.view)
  const known = useLabState((state) => state.runTable.known)
  const [query, setQuery] = useState('')
  const fields = [...new Map([...recordFields, ...runFields.values(), ...known.map((key) => runFields.get(key) ?? metricField(key))].map((field) => [field.name, field])).values()]
  const hidden = fields.filter(({ name, description }) => !columns.includes(name) && `${name} ${description}`.toLowerCase().includes(query.toLowerCase()))
  return (
    <Dialog label="Columns" wide onClose={onClose}>
      <div className="dialog-head"><h2>Columns</h2><button type="button" onClick={() => setTableView(lab, (view) => ({ ...view, columns: initialView.columns }))}>As at first</button><IconButton icon="close" label="Close" onClick={onClose} /></div>
      <div className="columns-form">
        <ul aria-label="Shown">
          {columns.map((name, i) => (
            <li key={name}>
              <label title={columnField(name).description}><input type="checkbox" checked disabled={columns.length === 1} onChange={() => setTableView(lab, (view) => withColumn(view, name, false))} /><span className="mono">{name}</span></label>
              <IconButton icon="up" label={`Move ${name} left`} disabled={i === 0} onClick={() => setTableView(lab, (view) => movedColumn(view, name, -1))} />
              <IconButton icon="down" label={`Move ${name} right`} disabled={i === columns.length - 1} onClick={() => setTableView(lab, (view) => movedColumn(view, name, 1))} />
            </li>
          ))}
        </ul>
        <div>
          <input type="search" placeholder="Find a setting or a metric" aria-label="Find a column" value={query} onChange={(event) => setQuery(event.target.value)} />
          <ul aria-label="Not shown">
            {hidden.map(({ name, description }) => (
              <li key={name}><label title={description}><input type="checkbox" checked={false} onChange={() => setTableView(lab, (view) => withColumn(view, name, true))} /><span className="mono">{name}</span><span className="faint ellipsis">{description}</span></label></li>
            ))}
          </ul>
        </div>
      </div>
    </Dialog>
  )
}
