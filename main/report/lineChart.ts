import { escapeHtml } from '../../protocol/markdown/toHtml.ts'
import { numberWord } from '../../protocol/statistics/index.ts'

/** One curve of a report's chart; `half` is half the height of its band. */
export interface ReportCurve {
  name: string
  x: readonly number[]
  y: readonly number[]
  half?: readonly (number | null)[]
}

const [width, height, left, right, top, bottom] = [720, 280, 56, 12, 12, 34]

/** Curves as an SVG that needs no script: lines with bands, a value on hover at each point. */
export const lineChart = (label: string, curves: readonly ReportCurve[]): string => {
  const drawn = curves.map(({ name, x, y, half }) => ({ name, points: x.flatMap((at, i) => (Number.isFinite(y[i]) ? [{ x: at, y: y[i]!, half: half?.[i] ?? 0 }] : [])) })).filter(({ points }) => points.length > 0)
  const all = drawn.flatMap(({ points }) => points)
  if (all.length === 0) return ''
  const [x0, x1] = range(all.map(({ x }) => x))
  const [y0, y1] = range(all.flatMap(({ y, half }) => [y - half, y + half]))
  const px = (x: number): string => (left + ((x - x0) / (x1 - x0)) * (width - left - right)).toFixed(1)
  const py = (y: number): string => (height - bottom - ((y - y0) / (y1 - y0)) * (height - top - bottom)).toFixed(1)
  const grid = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const [x, y] = [x0 + share * (x1 - x0), y0 + share * (y1 - y0)]
    return `<path class="grid" d="M${left} ${py(y)}H${width - right}"/><text x="${left - 6}" y="${py(y)}" text-anchor="end" dominant-baseline="middle">${numberWord(y, 3)}</text><text x="${px(x)}" y="${height - bottom + 16}" text-anchor="middle">${numberWord(x, 4).replace(/\.0+$/, '')}</text>`
  }).join('')
  const lines = drawn.map(({ name, points }, i) => {
    const colour = `c${(i % 8) + 1}`
    const path = points.map(({ x, y }, place) => `${place === 0 ? 'M' : 'L'}${px(x)} ${py(y)}`).join('')
    const band = points.some(({ half }) => half > 0)
      ? `<path class="band ${colour}" d="M${[...points.map(({ x, y, half }) => `${px(x)} ${py(y + half)}`), ...points.toReversed().map(({ x, y, half }) => `${px(x)} ${py(y - half)}`)].join('L')}Z"/>` : ''
    const dots = points.length > 120 ? '' : points.map(({ x, y, half }) => `<circle class="${colour}" cx="${px(x)}" cy="${py(y)}" r="2.5"><title>${escapeHtml(name)}, step ${x}: ${numberWord(y)}${half > 0 ? ` ± ${numberWord(half, 2)}` : ''}</title></circle>`).join('')
    return `${band}<path class="line ${colour}" d="${path}"/>${dots}`
  }).join('')
  const legend = drawn.map(({ name }, i) => `<span><i class="c${(i % 8) + 1}"></i>${escapeHtml(name)}</span>`).join('')
  return `<figure><figcaption>${escapeHtml(label)}</figcaption><div class="legend">${legend}</div><svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(label)}">${grid}${lines}<text x="${(left + width) / 2}" y="${height - 4}" text-anchor="middle">step</text></svg></figure>`
}

/** Least and greatest, a little apart where they are one. */
const range = (values: readonly number[]): [number, number] => {
  const [least, greatest] = values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity])
  return least === greatest ? [least - 0.5, greatest + 0.5] : [least, greatest]
}
