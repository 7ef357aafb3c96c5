import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import type { Figure, RunField } from '../../../protocol/runFilter/index.ts'
import type { RunRecord } from '../../../protocol/records.ts'
import { currentTheme, onThemeChange } from '../../actions/appearance.ts'
import { useLab } from '../../actions/lab.ts'
import { setTableView } from '../../actions/runTable.ts'
import { themeColour } from '../../charts/colours.ts'
import { formatNumber } from '../../format/numbers.ts'
import { useSize } from '../../inspector/views/useSize.ts'
import { cellText } from '../cellText.ts'
import { axisPlaces } from './axisPlaces.ts'
import { drawLines } from './drawLines.ts'
import { rangeIn, withRange, type Range } from './rangeFilter.ts'
import { axesOf, isBrushable, placeOnAxis, valueAt, type ParallelAxis } from './scales.ts'

interface ParallelCoordinatesProps {
  /** All runs, those that the filter leaves, and the columns that become axes. */
  all: readonly RunRecord[]
  rows: readonly RunRecord[]
  fields: readonly RunField[]
  figure: Figure
  filter: string
  basket: readonly string[]
}

/** Wider than this, in its own pixels, browsers draw no canvas. */
const widestCanvas = 16_384
const height = 230
const margin = 14

/** A line per run through the columns of the table. A range dragged on an axis becomes a part of the filter, and the filter's is drawn. */
export const ParallelCoordinates = ({ all, rows, fields, figure, filter, basket }: ParallelCoordinatesProps) => {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [frame, size] = useSize<HTMLDivElement>()
  const theme = useSyncExternalStore(onThemeChange, currentTheme)
  const axes = useMemo(() => axesOf(fields, all, figure), [fields, all, figure])
  const { xs, width } = useMemo(() => axisPlaces(axes.map(({ field }) => field.name), size?.width ?? 0), [axes, size?.width])
  useEffect(() => {
    const element = canvas.current
    const context = element?.getContext('2d')
    if (!element || !context || width === 0) return
    const scale = Math.min(window.devicePixelRatio, widestCanvas / width)
    element.width = width * scale
    element.height = height * scale
    context.setTransform(scale, 0, 0, scale, 0, 0)
    const [fitting, ticked] = [new Set(rows.map(({ id }) => id)), new Set(basket)]
    const lines = all.map((run) => ({ places: axes.map((axis) => placeOnAxis(axis, run, figure)), fits: fitting.has(run.id), ticked: ticked.has(run.id) }))
    drawLines(context, lines, xs, height, margin, { other: themeColour('text-faint'), fits: themeColour('accent'), ticked: themeColour('chart-2') })
  }, [all, rows, axes, xs, figure, basket, width, theme])
  return (
    <div className="parallel" ref={frame} role="group" aria-label={`Parallel coordinates of ${rows.length} runs over ${axes.length} columns`}>
      {axes.length === 0 && <p className="soft">The runs do not differ in any of the columns shown; add some with Columns.</p>}
      <canvas ref={canvas} style={{ width, height }} aria-hidden="true" />
      {axes.map((axis, i) => <Axis key={axis.field.name} axis={axis} x={xs[i]!} range={rangeIn(filter, axis.field.name)} />)}
    </div>
  )
}

const endOf = (field: RunField, value: number): string => (field.of === 'metric' ? formatNumber(value, 3) : cellText(field, value))

const Axis = ({ axis, x, range }: { axis: ParallelAxis; x: number; range: Range | null }) => {
  const lab = useLab()
  const bar = useRef<HTMLDivElement>(null)
  const [drag, setDrag] = useState<readonly [number, number] | null>(null)
  const { field, kind, least, greatest, words } = axis
  const { name } = field
  const place = (event: React.PointerEvent): number => {
    const { top } = bar.current!.getBoundingClientRect()
    return Math.min(1, Math.max(0, 1 - (event.clientY - top - margin) / (height - 2 * margin)))
  }
  const set = (next: Range | null): void => setTableView(lab, (view) => ({ ...view, filter: withRange(view.filter, name, next) }))
  const finish = (): void => {
    if (!drag) return
    const [from, to] = [Math.min(...drag), Math.max(...drag)]
    setDrag(null)
    // A press without a drag takes the range away.
    set(to - from < 0.01 ? null : [valueAt(axis, from), valueAt(axis, to)])
  }
  const shown = drag ?? (range && [(range[0] - least) / (greatest - least), (range[1] - least) / (greatest - least)])
  const y = (at: number): number => margin + (1 - Math.min(1, Math.max(0, at))) * (height - 2 * margin)
  return (
    <div
      ref={bar} className={`parallel-axis ${isBrushable(axis) ? 'number' : 'words'}`} style={{ left: x }}
      {...(isBrushable(axis) && {
        title: `Drag to filter by ${name}; press to take the range away`,
        onPointerDown: (event: React.PointerEvent) => { event.currentTarget.setPointerCapture(event.pointerId); setDrag([place(event), place(event)]) },
        onPointerMove: (event: React.PointerEvent) => drag && setDrag([drag[0], place(event)]),
        onPointerUp: finish, onPointerCancel: () => setDrag(null),
      })}
    >
      <span className="parallel-name mono">{name}</span>
      {kind === 'number'
        ? <><span className="parallel-end" style={{ top: margin }}>{endOf(field, greatest)}</span><span className="parallel-end" style={{ top: height - margin }}>{endOf(field, least)}</span></>
        : words.map((word, i) => <span key={word} className="parallel-end ellipsis" style={{ top: y(i / (words.length - 1)) }}>{word}</span>)}
      {shown && <span className="parallel-range" style={{ top: y(Math.max(...shown)), height: y(Math.min(...shown)) - y(Math.max(...shown)) }} />}
    </div>
  )
}
