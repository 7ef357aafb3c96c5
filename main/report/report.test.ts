import { expect, it } from 'vitest'
import { parseConfig } from '../../protocol/config/index.ts'
import { InputError } from '../../protocol/errors.ts'
import type { CellOutput } from '../../protocol/notebook.ts'
import { exampleRun } from '../store/testStore.ts'
import { reportHtml } from './html.ts'
import { reportIpynb, reportMarkdown } from './otherForms.ts'
import type { ReportRuns, ReportSource } from './source.ts'

const hostile = '<script>alert(1)</script>'
const records = [1, 5].flatMap((lambda) => [0, 1].map((seed) =>
  exampleRun({ id: `R${lambda}${seed}`, name: `λ ${lambda} ${hostile}`, status: 'finished', step: 2, config: parseConfig({ 'loss.lambda': lambda, 'train.seed': seed }) })))
const crashed = exampleRun({ id: 'R12', name: 'crashed', status: 'crashed', step: 1, config: parseConfig({ 'loss.lambda': 1, 'train.seed': 2 }) })
const value = (run: string): number => Number(run[1]) / 10 + Number(run[2]) / 100

const runs: ReportRuns = {
  find: (id) => {
    const found = [...records, crashed].find((record) => record.id === id)
    if (!found) throw new InputError('gone')
    return found
  },
  lastMetrics: (run) => ({ 'eval.epsilonMse': value(run) }),
  metrics: (run, [key]) => [1, 2].map((step) => ({ step, key: key!, value: value(run) / step })),
  media: () => [],
  picture: (sha256) => (sha256 === 'there' ? new TextEncoder().encode('png') : null),
}

const picture = (sha256: string) => ({ sha256, width: 1, height: 1, text: hostile, reference: null })
const source = (...outputs: CellOutput[]): ReportSource => ({
  name: `study ${hostile}`, runs,
  cells: [{ id: 'm', kind: 'markdown', source: `# Title\n\n${hostile}` }, { id: 'c', kind: 'code', source: `lab.compare(runs) // ${hostile}` }],
  states: { c: { status: 'done', stale: true, started: 1, ended: 2, outputs } },
})

it('stands alone: charts and pictures inside, nothing loaded, nothing run', () => {
  const html = reportHtml(source(
    { kind: 'comparison', comparison: { runs: ['R10', 'R11', 'R50', 'R51', 'gone'], baseline: 'R10' } },
    { kind: 'runs', runs: ['R10'] },
    { kind: 'pictures', title: hostile, pictures: [picture('there'), picture('gone')] },
    { kind: 'error', name: 'Error', message: hostile, line: 1, stack: '' },
  ))
  expect(html).toContain('<h1>Title</h1>')
  expect(html).toContain('<b>0.105 ± 0.007</b>')
  expect(html).toContain('λ = 5 is worse than λ = 1 by 0.4000 ± 0 ε-MSE (95 % CI, 2 paired seeds).')
  expect(html).toContain('<path class="band c1"')
  expect(html).toContain('Stale: the code has changed')
  expect(html).toContain(`src="data:image/png;base64,${Buffer.from('png').toString('base64')}"`)
  expect(html).not.toMatch(/<script|\bsrc="(?!data:)|\bhref="(?!https:)/)
})

it('counts the runs that reached their end alike in the table and in the curves, and draws the others apart', () => {
  const html = reportHtml(source({ kind: 'comparison', comparison: { runs: ['R10', 'R11', 'R12', 'R50', 'R51'], baseline: null } }))
  expect(html).toContain('0.105 ± 0.007')
  expect(html).toContain('<title>step 1\nλ = 1 (n = 2): 0.1050 ± 0.0071\nλ = 1, seed 2 (crashed): 0.1200\nλ = 5 (n = 2): 0.5050 ± 0.0071</title>')
  expect(html.match(/<path class="line [^"]*"/g)).toEqual(['<path class="line c1"', '<path class="line c1 dashed"', '<path class="line c2"'])
  expect(html).toContain('mean of seeds ± std; dashed: runs short of their end, not counted')
  expect(html).toContain('λ = 1: 1 of its 3 runs does not count (crashed).')
})

it('is Markdown with fences that hold what they fence', () => {
  const text = reportMarkdown(source({ kind: 'text', text: 'a ``` b' }), () => 'a ``` b')
  expect(text).toBe(`# Title\n\n${hostile}\n\n\`\`\`ts\nlab.compare(runs) // ${hostile}\n\`\`\`\n\n\`\`\`\`text\na \`\`\` b\n\`\`\`\`\n`)
})

it('is a Jupyter notebook', () => {
  const notebook = JSON.parse(reportIpynb(source({ kind: 'pictures', title: '', pictures: [picture('there')] }), () => 'words')) as Record<string, unknown>
  expect(notebook).toMatchObject({ nbformat: 4, nbformat_minor: 5, cells: [
    { cell_type: 'markdown', source: ['# Title\n', '\n', hostile] },
    { cell_type: 'code', outputs: [{ output_type: 'stream', text: ['words\n'] }, { output_type: 'display_data', data: { 'image/png': 'cG5n' } }] },
  ] })
})
