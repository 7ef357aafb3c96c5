import { escapeHtml } from '../../protocol/markdown/toHtml.ts'
import { numberWord } from '../../protocol/statistics/index.ts'
import { readingsOf } from './readings.ts'
import type { ReportCurve } from './reportCurve.ts'
import { niceTicks } from './ticks.ts'

const [width, height, left, right, top, bottom] = [720, 280, 56, 12, 12, 34]

/**
 * Curves as an SVG that needs no script: lines with bands; pointing at a step gives the values of all of them, and a box in
 * the legend takes a curve away or brings it back.
 */
export const lineChart = (label: string, curves: readonly ReportCurve[]): string => {
  const drawn = curves.map(({ name, x, y, half, colour, dashed = false }, place) => ({ name, look: `${colourOf(colour ?? place)}${dashed ? ' dashed' : ''}`, points: x.flatMap((at, i) => (Number.isFinite(y[i]) ? [{ x: at, y: y[i]!, half: half?.[i] ?? 0 }] : [])) })).filter(({ points }) => points.length > 0)
  const all = drawn.flatMap(({ points }) => points)
  if (all.length === 0) return ''
  const [x0, x1] = range(all.map(({ x }) => x))
  const [y0, y1] = range(all.flatMap(({ y, half }) => [y - half, y + half]))
  const px = (x: number): string => (left + ((x - x0) / (x1 - x0)) * (width - left - right)).toFixed(1)
  const py = (y: number): string => (height - bottom - ((y - y0) / (y1 - y0)) * (height - top - bottom)).toFixed(1)
  const rows = niceTicks(y0, y1).map((y) => `<path class="grid" d="M${left} ${py(y)}H${width - right}"/><text x="${left - 6}" y="${py(y)}" text-anchor="end" dominant-baseline="middle">${tickWord(y)}</text>`).join('')
  const columns = niceTicks(x0, x1).map((x) => `<text x="${px(x)}" y="${height - bottom + 16}" text-anchor="middle">${tickWord(x)}</text>`).join('')
  const lines = drawn.map(({ points, look }, i) => {
    const path = points.map(({ x, y }, place) => `${place === 0 ? 'M' : 'L'}${px(x)} ${py(y)}`).join('')
    const band = points.some(({ half }) => half > 0)
      ? `<path class="band ${look}" d="M${[...points.map(({ x, y, half }) => `${px(x)} ${py(y + half)}`), ...points.toReversed().map(({ x, y, half }) => `${px(x)} ${py(y - half)}`)].join('L')}Z"/>` : ''
    const dots = points.length > 60 ? '' : points.map(({ x, y }) => `<circle class="${look}" cx="${px(x)}" cy="${py(y)}" r="2.5"/>`).join('')
    return `<g class="curve k${i}">${band}<path class="line ${look}" d="${path}"/>${dots}</g>`
  }).join('')
  const readings = readingsOf(curves).map(({ x, from, to, values }) => {
    const [a, b] = [px(from), px(to)].map(Number) as [number, number]
    const words = values.map(({ name, y, half }) => `${name}: ${numberWord(y)}${half > 0 ? ` ± ${numberWord(half, 2)}` : ''}`)
    return `<g class="at"><rect x="${a}" y="${top}" width="${Math.max(2, b - a).toFixed(1)}" height="${height - top - bottom}"><title>${escapeHtml([`step ${x}`, ...words].join('\n'))}</title></rect><path d="M${px(x)} ${top}V${height - bottom}"/></g>`
  }).join('')
  const legend = drawn.map(({ name, look }, i) => `<label>${i < toggledCurves ? `<input type="checkbox" class="k${i}" checked>` : ''}<i class="${look}"></i>${escapeHtml(name)}</label>`).join('')
  return `<figure class="chart"><figcaption>${escapeHtml(label)}</figcaption><div class="legend">${legend}</div><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(label)}">${rows}${columns}${lines}${readings}<text x="${(left + width) / 2}" y="${height - 4}" text-anchor="middle">step</text></svg></figure>`
}

/** So many curves of a chart have a box in its legend: the report's style names each. */
export const toggledCurves = 24

/** The class of a colour. */
const colourOf = (i: number): string => `c${(i % 8) + 1}`

/** A round number as short as it can be written. */
const tickWord = (value: number): string => (Math.abs(value) >= 1e7 || (value !== 0 && Math.abs(value) < 1e-4) ? numberWord(value, 2) : String(value).replace('-', '−'))

/** Least and greatest, a little apart where they are one. */
const range = (values: readonly number[]): [number, number] => {
  const [least, greatest] = values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity])
  return least === greatest ? [least - 0.5, greatest + 0.5] : [least, greatest]
}
