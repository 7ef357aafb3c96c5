import { describe, expect, it } from 'vitest'
import { differenceSentence, pairedDifference } from './paired.ts'
import { studyOf } from './study.ts'
import { comparedRun } from './testRuns.ts'
import { variantsOf } from './variants.ts'
import { meanWords, plusMinus, valueWord } from './words.ts'

const key = 'eval.epsilonMse'
const seeds = (lambda: number, values: readonly number[]) => values.map((value, seed) => comparedRun({ 'loss.lambda': lambda, 'train.seed': seed }, { [key]: value, 'eval.text': 1 }))
const clear = [...seeds(1, [0.5, 0.6, 0.7]), ...seeds(5, [0.47, 0.568, 0.672])]

describe('variants', () => {
  it('are all but the seed, in the order of their values', () => {
    const { knobs, variants } = variantsOf([...seeds(5, [1, 2]), ...seeds(1, [1])])
    expect(knobs).toEqual(['loss.lambda'])
    expect(variants.map(({ label, runs }) => [label, runs.length])).toEqual([['λ = 1', 1], ['λ = 5', 2]])
  })

  it('differ by any digit', () => {
    const { variants } = variantsOf([comparedRun({ 'train.lr': 3e-4 }, {}), comparedRun({ 'train.lr': 3.0000001e-4 }, {})])
    expect(variants.map(({ label }) => label)).toEqual(['lr = 0.0003', 'lr = 0.00030000001'])
  })

  it('differ by a key that one config does not have', () => {
    const old = comparedRun({}, {})
    const { qkNorm: _, ...model } = old.config.model
    const { knobs, variants } = variantsOf([comparedRun({}, {}), { ...old, config: { ...old.config, model: model as typeof old.config.model } }])
    expect(knobs).toEqual(['model.qkNorm'])
    expect(variants.map(({ label }) => label).sort()).toEqual(['qkNorm = false', 'qkNorm = —'])
  })

  it('take one run a seed: the newest that finished', () => {
    const [first, again, failed] = [comparedRun({}, { [key]: 1 }), comparedRun({}, { [key]: 2 }), comparedRun({}, { [key]: 3 }, 'failed')]
    expect(variantsOf([failed, first, again]).variants[0]!.runs).toEqual([again])
  })
})

describe('a study', () => {
  it('has mean, spread and n of every metric, marks the best mean, and pairs with the baseline by seed', () => {
    const study = studyOf(clear, clear[1]!.id)
    const metric = study.metrics.find(({ key: name }) => name === key)!
    expect([study.baseline, metric.key, metric.best, study.cautions]).toEqual([0, key, [1], []])
    expect(study.metrics.map(({ key: name, best }) => [name, best])).toEqual([['eval.text', []], [key, [1]]])
    expect(metric.cells[0]).toMatchObject({ summary: { n: 3 }, difference: null })
    expect(metric.cells[1]!.difference).toMatchObject({ seeds: [0, 1, 2], verdict: 'better' })
    expect(metric.cells[1]!.difference!.summary.mean).toBeCloseTo(-0.03, 12)
  })

  it('marks with the best mean what its seeds do not tell from it, and nothing where that is all', () => {
    const bestOf = (runs: Parameters<typeof studyOf>[0]) => studyOf(runs).metrics.find(({ key: name }) => name === key)!.best
    expect(bestOf([...seeds(1, [0.5, 0.6, 0.7]), ...seeds(5, [0.49, 0.61, 0.69]), ...seeds(20, [0.9, 1, 1.1])])).toEqual([0, 1])
    expect(bestOf([...seeds(1, [0.5, 0.6, 0.7]), ...seeds(5, [0.49, 0.61, 0.69])])).toEqual([])
    expect(bestOf([...seeds(1, [0.5, 0.6]), ...seeds(5, [0.1])])).toEqual([])
    expect(bestOf([...seeds(1, [0.5, 0.6, 0.7]), ...seeds(5, [0.3, 0.4, 0.5]), ...seeds(20, [0.41])])).toEqual([1])
    expect(bestOf([...seeds(1, [0.5]), ...seeds(5, [0.4])])).toEqual([1])
    expect(bestOf([...seeds(1, [0.5]), ...seeds(5, [0.5])])).toEqual([])
  })

  it('says when seeds are unequal and when runs did not finish', () => {
    const { cautions, metrics } = studyOf([...seeds(1, [1, 2]), ...seeds(5, [1]), comparedRun({ 'loss.lambda': 5, 'train.seed': 1 }, { [key]: 99 }, 'failed')])
    expect(cautions).toEqual(['Unequal numbers of seeds: λ = 1 has 2; λ = 5 has 1.', 'λ = 5: 1 of its 2 runs does not count (failed).'])
    expect(metrics.at(-1)!.cells[1]!.summary).toMatchObject({ n: 1, mean: 1 })
  })

  it('counts what there is while nothing has finished', () => {
    expect(studyOf([comparedRun({}, { [key]: 3 }, 'running')]).metrics[0]!.cells[0]!.summary).toMatchObject({ n: 1, mean: 3 })
  })
})

describe('the sentence', () => {
  const sentence = (runs: ReturnType<typeof seeds>, metric = key): string => {
    const [baseline, variant] = variantsOf(runs).variants
    return differenceSentence(variant!, baseline!, metric)
  }

  it('knows that a lower loss is better, and in which direction it is asked', () => {
    expect(sentence(clear)).toBe('λ = 5 beats λ = 1 by 0.030 ± 0.005 ε-MSE (95 % CI, 3 paired seeds).')
    const [one, five] = variantsOf(clear).variants
    expect(differenceSentence(one!, five!, key)).toBe('λ = 1 is worse than λ = 5 by 0.030 ± 0.005 ε-MSE (95 % CI, 3 paired seeds).')
  })

  it('pairs by seed: a spread that seeds share does not hide a difference', () => {
    const runs = [...seeds(1, [1, 5, 9]), ...seeds(5, [1.1, 5.2, 9.15])]
    const [baseline, variant] = variantsOf(runs).variants
    expect(pairedDifference(variant!, baseline!, key)!.verdict).toBe('worse')
  })

  it('sees no difference where the interval holds 0, and claims nothing from one seed or none', () => {
    expect(sentence([...seeds(1, [0.5, 0.6]), ...seeds(5, [0.4, 0.7])])).toMatch(/^No difference seen: λ = 5 against λ = 1 is 0\.0 ± 1\.3 ε-MSE \(95 % CI, 2 paired seeds\)\.$/)
    expect(sentence(clear, 'eval.text')).toBe('No difference seen: λ = 5 equals λ = 1 in held-out text loss in all 3 paired seeds.')
    expect(sentence([...seeds(1, [0.5]), ...seeds(5, [0.4])])).toContain('one paired seed, which says nothing about chance')
    expect(sentence([...seeds(1, [0.5]), comparedRun({ 'loss.lambda': 5, 'train.seed': 3 }, { [key]: 1 })])).toContain('share no finished seed')
  })
})

describe('words', () => {
  it('keep the digits that the spread leaves meaning', () => {
    expect(meanWords(0.03127, 0.00912)).toEqual({ mean: '0.031', spread: '0.009' })
    expect(plusMinus(-0.03127, 0.0152)).toBe('−0.031 ± 0.015')
    expect(plusMinus(1234, 250)).toBe('1200 ± 300')
    expect(plusMinus(-0.0001, 0.5)).toBe('0.0 ± 0.5')
    expect([plusMinus(0.0334, 0.0258), plusMinus(-0.0334, 0.0341)]).toEqual(['0.033 ± 0.026', '−0.03 ± 0.03'])
    expect([plusMinus(2, 0), plusMinus(2, null), plusMinus(NaN, 1)]).toEqual(['2.000 ± 0', '2.000', 'NaN'])
  })

  it('never round a config value', () => {
    expect([3e-4, 1e-10, 'a', '', true, [1, 2], null, undefined].map(valueWord)).toEqual(['0.0003', '1e-10', 'a', '""', 'true', '[1,2]', '—', '—'])
  })
})
