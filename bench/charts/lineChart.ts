export interface Axis {
  label: string
  /** Logarithmic: each factor of two takes the same room. */
  log?: boolean
}

export interface Series {
  name: string
  points: readonly (readonly [x: number, y: number])[]
}

const size = { width: 720, height: 420, left: 70, right: 200, top: 40, bottom: 50 }
/** Okabe & Ito's colours, which the colour-blind can tell apart. */
const colours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#000000']

/** Lines through points, with a legend: an SVG of its own, readable on light and dark pages. */
export const lineChart = ({ title, x, y, series }: { title: string; x: Axis; y: Axis; series: readonly Series[] }): string => {
  const points = series.flatMap((one) => one.points)
  const across = scale(points.map(([value]) => value), x, size.left, size.width - size.right)
  const up = scale(points.map(([, value]) => value), y, size.height - size.bottom, size.top)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" font-family="sans-serif" font-size="12" role="img" aria-label="${escape(title)}">`,
    `<rect width="${size.width}" height="${size.height}" fill="#fff"/>`,
    text(size.left, 22, title, 'font-size="14" font-weight="bold"'),
    ...across.ticks.map((value) => tick(across.at(value), size.top, across.at(value), size.height - size.bottom) + text(across.at(value), size.height - size.bottom + 18, round(value), 'text-anchor="middle"')),
    ...up.ticks.map((value) => tick(size.left, up.at(value), size.width - size.right, up.at(value)) + text(size.left - 8, up.at(value) + 4, round(value), 'text-anchor="end"')),
    text((size.left + size.width - size.right) / 2, size.height - 10, x.label, 'text-anchor="middle"'),
    text(0, 0, y.label, `text-anchor="middle" transform="translate(18 ${(size.top + size.height - size.bottom) / 2}) rotate(-90)"`),
    ...series.flatMap(({ name, points }, i) => {
      const colour = colours[i % colours.length]!
      const places = points.map(([px, py]) => `${across.at(px).toFixed(1)},${up.at(py).toFixed(1)}`)
      const legend = size.top + 10 + 20 * i
      return [
        `<polyline points="${places.join(' ')}" fill="none" stroke="${colour}" stroke-width="2"/>`,
        ...places.map((place) => `<circle cx="${place.split(',')[0]}" cy="${place.split(',')[1]}" r="3" fill="${colour}"/>`),
        `<rect x="${size.width - size.right + 16}" y="${legend - 9}" width="10" height="10" fill="${colour}"/>`,
        text(size.width - size.right + 32, legend, name),
      ]
    }),
    '</svg>',
    '',
  ].join('\n')
}

interface Scale {
  at(value: number): number
  ticks: number[]
}

const scale = (values: readonly number[], { log = false }: Axis, from: number, to: number): Scale => {
  const ticks = log ? powersOfTwo(Math.min(...values), Math.max(...values)) : steps(0, Math.max(...values))
  const own = (value: number): number => (log ? Math.log2(value) : value)
  const [low, high] = [own(ticks[0]!), own(ticks.at(-1)!)]
  return { ticks, at: (value) => from + ((own(value) - low) / (high - low || 1)) * (to - from) }
}

const powersOfTwo = (low: number, high: number): number[] => {
  const [first, last] = [Math.floor(Math.log2(low)), Math.ceil(Math.log2(high))]
  return Array.from({ length: Math.max(last, first + 1) - first + 1 }, (_, i) => 2 ** (first + i))
}

/** From `low` to above `high` in four to ten round steps. */
const steps = (low: number, high: number): number[] => {
  const raw = (high - low || 1) / 5
  const unit = 10 ** Math.floor(Math.log10(raw))
  const step = [1, 2, 5, 10].map((factor) => factor * unit).find((candidate) => candidate >= raw)!
  return Array.from({ length: Math.ceil((high - low) / step) + 1 }, (_, i) => low + i * step)
}

const round = (value: number): string => String(Number(value.toPrecision(4)))
const escape = (words: string): string => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
const text = (x: number, y: number, words: string, attributes = ''): string => `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" fill="#222" ${attributes}>${escape(words)}</text>`
const tick = (x1: number, y1: number, x2: number, y2: number): string => `<line x1="${x1.toFixed(1)}" y1="${y1.toFixed(1)}" x2="${x2.toFixed(1)}" y2="${y2.toFixed(1)}" stroke="#ddd"/>`
