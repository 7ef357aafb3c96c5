import { expect, it } from 'vitest'
import { csvField, latexText, paperText, runsCsv } from './paperText.ts'
import { studyOf } from './study.ts'
import { comparedRun } from './testRuns.ts'

const run = (lambda: number, seed: number, value: number) => comparedRun({ 'loss.lambda': lambda, 'train.seed': seed }, { 'eval.epsilonMse': value, 'train.loss': 1 })
const equal = [run(1, 0, 0.5), run(1, 1, 0.6), run(5, 0, 0.4), run(5, 1, 0.505)]
const unequal = equal.slice(0, 3)

it('Markdown has mean ± std, the best in bold and n in the caption', () => {
  expect(paperText(studyOf(equal), 'markdown', { spread: 'std' })).toBe([
    '| λ | ε-MSE ↓ |', '| --- | ---: |', '| 1 | 0.55 ± 0.07 |', '| 5 | **0.45 ± 0.07** |', '', 'Mean ± std over n = 2 seeds. Bold: the best mean, and what its seeds do not tell from it (95 % CI of the paired difference holds 0).', '',
  ].join('\n'))
})

it('unequal seeds get a column, and the baseline differences', () => {
  const lines = paperText(studyOf(unequal, unequal[0]!.id), 'markdown', { spread: 'interval' }).split('\n')
  expect(lines[0]).toBe('| λ | ε-MSE ↓ | Δ ε-MSE | n |')
  expect(lines[3]).toBe('| 5 | 0.4000 | −0.1000 | 1 |')
  expect(lines[5]).toBe("Mean ± 95 % CI over n seeds, unequal: see column n. Bold: the best mean, and what its seeds do not tell from it (95 % CI of the paired difference holds 0). Δ: difference from λ = 1, paired by seed, ± 95 % CI (Student's t).")
})

it('LaTeX is a booktabs table in which nothing is taken for markup', () => {
  const text = paperText(studyOf(equal), 'latex', { spread: 'std' })
  expect(text).toContain('  \\caption{Mean $\\pm$ std over n = 2 seeds. Bold: the best mean, and what its seeds do not tell from it (95 \\% CI of the paired difference holds 0).}\n  \\begin{tabular}{lr}\n    \\toprule\n    $\\lambda$ & $\\varepsilon$-MSE $\\downarrow$ \\\\')
  expect(text).toContain('    1 & $0.55 \\pm 0.07$ \\\\\n    5 & $\\mathbf{0.45 \\pm 0.07}$ \\\\\n    \\bottomrule')
  expect(latexText('50 % of a_b & \\x{1}')).toBe('50 \\% of a\\_b \\& \\textbackslash{}x\\{1\\}')
})

it('CSV keeps every digit, and quotes what needs it', () => {
  const lines = paperText(studyOf(equal, equal[0]!.id), 'csv', { spread: 'std', metrics: ['eval.epsilonMse'] }).split('\r\n')
  expect(lines[0]).toBe('loss.lambda,seeds,eval.epsilonMse,eval.epsilonMse n,eval.epsilonMse std,eval.epsilonMse error,eval.epsilonMse ci95,eval.epsilonMse difference,eval.epsilonMse difference_ci95,eval.epsilonMse pairs')
  expect(lines[1]!.split(',').slice(0, 4)).toEqual(['1', '0 1', '0.55', '2'])
  expect(['a,b', 'say "x"', null, 0.1 + 0.2].map(csvField)).toEqual(['"a,b"', '"say ""x"""', '', '0.30000000000000004'])
  expect(runsCsv([{ id: 'i', name: 'λ 1, seed 0', status: 'finished', step: 3, values: [1], metrics: [0.5, undefined] }], ['loss.lambda'], ['a', 'b'])).toBe('run,name,status,step,loss.lambda,a,b\r\ni,"λ 1, seed 0",finished,3,1,0.5,\r\n')
})
