import { expect, test } from 'vitest'
import { lineChart } from './lineChart.ts'

test('on logarithmic axes a power law is a straight line', () => {
  const svg = lineChart({ title: 'a < b', x: { label: 'T', log: true }, y: { label: 'ms', log: true }, series: [{ name: 'T²', points: [2, 4, 8, 16].map((t) => [t, t * t] as const) }] })
  const [, points] = /points="([^"]+)"/.exec(svg)!
  const places = points!.split(' ').map((place) => place.split(',').map(Number) as [number, number])
  const slopes = places.slice(1).map(([x, y], i) => (y - places[i]![1]) / (x - places[i]![0]))
  for (const slope of slopes) expect(slope).toBeCloseTo(slopes[0]!, 1)
  expect(svg).toContain('a &lt; b')
  for (const label of ['>2<', '>16<', '>4<', '>256<']) expect(svg).toContain(label)
})

test('on plain axes the vertical one starts at 0', () => {
  const svg = lineChart({ title: 't', x: { label: 'step' }, y: { label: 'MiB' }, series: [{ name: 'one', points: [[0, 100], [10, 105]] }] })
  expect(svg).toContain('>0<')
})
