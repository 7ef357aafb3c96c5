import { describe, expect, test } from 'vitest'
import { parseConfig } from '../../protocol/config/index.ts'
import { fakeHost, runRecord } from './fakeHost.ts'
import { createLab } from './lab.ts'
import type { Run } from './api/runs.ts'
import { runOf } from './labContext.ts'

const kinds = (outputs: { kind: string }[]) => outputs.map(({ kind }) => kind)

describe('lab.config', () => {
  test('shows the config with the keys that the user set', () => {
    const { context, outputs } = fakeHost()
    const lab = createLab(context)
    const base = lab.config({ preset: 'nano', loss: { lambda: 5 } })
    expect(base.model.dim).toBe(128)
    const changed = lab.config(base, { 'loss.lambda': 1, 'patch.size': 8 })
    expect([base.loss.lambda, changed.loss.lambda]).toEqual([5, 1])
    expect(outputs).toMatchObject([{ kind: 'config', userKeys: ['loss.lambda'] }, { kind: 'config', userKeys: ['loss.lambda', 'patch.size'] }])
  })

  test('a typo names the nearest key; a config cannot be changed in place', () => {
    const lab = createLab(fakeHost().context)
    expect(() => lab.config({ loss: { lamda: 5 } } as never)).toThrow('did you mean "loss.lambda"')
    expect(() => lab.config(lab.config({}), { 'loss.lamda': 1 })).toThrow('did you mean "loss.lambda"')
    expect(() => { (lab.config({}).loss as { lambda: number }).lambda = 2 }).toThrow()
  })

  test('a config spread into a new object still knows what differs from the defaults', () => {
    const { context, outputs } = fakeHost()
    const lab = createLab(context)
    lab.config({ ...lab.config({ loss: { lambda: 7 } }) })
    expect(outputs[1]).toMatchObject({ userKeys: ['loss.lambda'] })
  })
})

describe('lab.train', () => {
  test('shows the card at once and gives the ended run', async () => {
    const { context, outputs } = fakeHost()
    const run = await createLab(context).train({ preset: 'nano' }, { name: 'first' })
    expect(kinds(outputs)).toEqual(['runs'])
    expect(run).toMatchObject({ id: 'run1', name: 'first', status: 'finished', metrics: { 'train.loss': 0.5 } })
  })

  test('shows a run that is there already, unless again', async () => {
    const { context, outputs } = fakeHost()
    const lab = createLab(context)
    expect((await lab.train({})).id).toBe('run1')
    expect((await lab.train({})).id).toBe('run1')
    expect(outputs[2]).toMatchObject({ kind: 'text', text: expect.stringContaining('already ran') })
    expect((await lab.train({}, { again: true })).id).toBe('run2')
  })

  test('throws the reason of a run that failed', async () => {
    const { context } = fakeHost(() => ({ status: 'failed', reason: 'loss is NaN', step: 12 }))
    await expect(createLab(context).train({})).rejects.toThrow('failed at step 12: loss is NaN')
  })
})

describe('lab.sweep and lab.compare', () => {
  test('queues the whole grid times seeds before waiting', async () => {
    const { context, outputs, asked } = fakeHost()
    const runs = await createLab(context).sweep({}, { 'loss.lambda': [1, 5], 'patch.size': [4, 8] }, { seeds: 2 })
    expect(runs.map(({ config }) => [config.loss.lambda, config.patch.size, config.train.seed]).slice(0, 3)).toEqual([[1, 4, 0], [1, 4, 1], [1, 8, 0]])
    expect(runs).toHaveLength(8)
    expect(asked.slice(0, 8).every(({ name }) => name === 'enqueue')).toBe(true)
    expect(asked[0]!.input).toMatchObject({ namedKeys: ['loss.lambda', 'patch.size'] })
    expect(outputs).toEqual([{ kind: 'runs', runs: runs.map(({ id }) => id) }])
  })

  test('a run that fails is told and the others come back', async () => {
    const { context, outputs } = fakeHost(({ config }) => (config.loss.lambda === 1 ? { status: 'crashed', reason: 'killed' } : { status: 'finished' }))
    const runs = await createLab(context).sweep({}, { loss: { lambda: [1, 5] } } as never)
    expect(runs.map(({ status }) => status)).toEqual(['crashed', 'finished'])
    expect(outputs[1]).toMatchObject({ text: expect.stringContaining('crashed at step 0: killed') })
  })

  test('refuses what cannot be a grid', async () => {
    const lab = createLab(fakeHost().context)
    await expect(lab.sweep({}, { 'loss.lambda': 5 } as never)).rejects.toThrow('needs a list')
    await expect(lab.sweep({}, { 'loss.lambda': [] })).rejects.toThrow('empty')
    await expect(lab.sweep({}, {}, { seeds: 0 })).rejects.toThrow('seeds')
    await expect(lab.sweep({}, { 'loss.lamda': [1] })).rejects.toThrow('did you mean')
  })

  test('compares against a baseline given as a run or by its keys', async () => {
    const { context, outputs } = fakeHost()
    const lab = createLab(context)
    const runs = await lab.sweep({}, { 'loss.lambda': [1, 5] })
    lab.compare(runs, { baseline: { 'loss.lambda': 5 } })
    lab.compare(runs, { baseline: runs[0] as Run })
    lab.compare(['some name'])
    expect(outputs.slice(1)).toEqual([
      { kind: 'comparison', comparison: { runs: ['run1', 'run2'], baseline: 'run2' } },
      { kind: 'comparison', comparison: { runs: ['run1', 'run2'], baseline: 'run1' } },
      { kind: 'comparison', comparison: { runs: ['some name'], baseline: null } },
    ])
    expect(() => lab.compare(runs, { baseline: { 'loss.lambda': 7 } })).toThrow('none of the runs has loss.lambda = 7')
    expect(() => lab.compare(lab.sweep({}, {}) as never)).toThrow('await')
  })
})

describe('pictures and tables', () => {
  test('generate goes on from text, files and pictures, edit from one picture', async () => {
    const { context, outputs, asked } = fakeHost()
    const lab = createLab(context)
    const run = await lab.train({})
    const picture = { sha256: 'ab', width: 8, height: 8, text: '', reference: null }
    const { text, ended } = await lab.generate(run, ['a ring <image:a.png>', picture, 'and blue'], { next: 'image', topP: 0.9, seed: 3 })
    expect([text, ended]).toEqual(['a ring a.png ab and blue', 'endOfText'])
    expect(outputs.slice(-4)).toEqual(['a ring', 'a.png', 'ab', 'and blue'].map((text) => ({ kind: 'text', text: `${text}\n` })))
    const prompt = [{ text: 'a ring' }, { tag: 'image', source: 'a.png' }, { sha256: 'ab' }, { text: 'and blue' }]
    expect(asked.at(-1)).toEqual({ name: 'generate', input: { run: 'run1', prompt, next: 'image', single: false, options: { topP: 0.9 }, seed: 3 } })
    await lab.edit(run, 'a.png', 'make it blue').catch(() => {})
    expect(asked.at(-1)).toEqual({ name: 'generate', input: { run: 'run1', prompt: [{ tag: 'image', source: 'a.png' }, { text: 'make it blue' }], next: 'image', single: true, options: {}, seed: 0 } })
    await expect(lab.generate(run, [7] as never)).rejects.toThrow('a part of the prompt is neither text nor a picture')
    await expect(lab.generate(run, 'see <foo:a>')).rejects.toThrow('there is no modality "foo"')
    await expect(lab.edit(run, picture, ' ')).rejects.toThrow('lab.edit takes a picture and an instruction')
  })

  test('sample, caption and score show what they made', async () => {
    const { context, outputs, asked } = fakeHost()
    const lab = createLab(context)
    const run = await lab.train({})
    await lab.sample(run, { prompts: 'a red circle', guidance: 2 })
    await lab.caption(run, { count: 2 })
    await lab.caption(run, { images: ['cat.png'] })
    expect((await lab.score(run, { count: 2 })).draw.both).toBe(0.5)
    expect(kinds(outputs)).toEqual(['runs', 'pictures', 'pictures', 'pictures', 'table', 'pictures'])
    expect(outputs[4]).toMatchObject({ rows: [['drawing', '100 %', '50 %', '50 %'], ['captioning', '100 %', '100 %', '100 %']] })
    expect(asked[2]).toEqual({ name: 'sample', input: { run: 'run1', prompts: ['a red circle'], guidance: 2, steps: null, modality: null, size: null, seed: 0 } })
  })

  test('a promise or a list in place of a run is told', async () => {
    const lab = createLab(fakeHost().context)
    await expect(lab.sample(lab.train({}) as never, 'x')).rejects.toThrow('write "await"')
    await expect(lab.sample([] as never, 'x')).rejects.toThrow('not a list')
    await expect(lab.sample('run1', [])).rejects.toThrow('at least one')
  })

  test('a table has the columns of all rows', () => {
    const { context, outputs } = fakeHost()
    createLab(context).table([{ a: 1, b: true }, { c: null, a: 'x' }], 'rows')
    expect(outputs).toEqual([{ kind: 'table', title: 'rows', columns: ['a', 'b', 'c'], rows: [[1, 'true', null], ['x', null, null]] }])
  })
})

describe('lab.export', () => {
  test('asks for what was written and says where it is', async () => {
    const { context, outputs, asked } = fakeHost()
    const lab = createLab(context)
    const run = await lab.train({})
    const exported = await lab.export(run, { format: 'pytorch', out: 'model', step: 3 })
    expect(exported).toEqual({ path: 'model', step: 3, files: [{ name: 'README.md', bytes: 1, sha256: 'a' }] })
    expect(asked.at(-1)).toEqual({ name: 'export', input: { run: 'run1', format: 'pytorch', out: 'model', dtype: null, weights: null, step: 3 } })
    expect(outputs.at(-1)).toEqual({ kind: 'text', text: 'model has step 3 as pytorch: README.md\n' })
    await expect(lab.export(run, 'onnx' as never)).rejects.toThrow("lab.export takes what to write: { format: 'safetensors' }")
  })
})

describe('lab.claim', () => {
  /** Runs of three seeds whose perplexity is what is given. */
  const runs = (...values: number[]): Run[] => values.map((value, seed) => {
    const config = parseConfig({ 'train.seed': seed })
    return { ...runOf({ record: runRecord({ id: `run${seed}-${value}`, config, parameters: 10 ** seed, elementsSeen: 100 }), metrics: { 'eval.perplexity': value } }) }
  })
  const text = { claim: 'the mask leaves text alone', source: 'Table 5', control: runs(2, 3, 4), treated: runs(2.01, 3, 4.02), metric: 'eval.perplexity' } as const

  test('pairs runs by seed, whatever their order, and says the verdict in words', () => {
    const { context, outputs } = fakeHost()
    const verdict = createLab(context).claim({ ...text, treated: [...text.treated].reverse(), expect: 'equal' })
    expect(verdict).toMatchObject({ n: 3, control: 3, outcome: 'seen', metric: 'eval.perplexity', expected: 'equal within ±0.15' })
    expect(verdict.difference).toBeCloseTo(0.01, 10)
    expect(outputs).toEqual([{ kind: 'text', text: expect.stringMatching(/^the mask leaves text alone \(Table 5\), eval\.perplexity\. Seen: expected equal within ±0\.15, measured \+0\.01 \(95 % interval .*, 3 seeds\)\.\n$/) }])
  })

  test('takes numbers by place, and functions of a run; verdicts lie in one table', () => {
    const { context, outputs } = fakeHost()
    const lab = createLab(context)
    const numbers = lab.claim({ claim: 'more steps', control: [1, 2, 3], treated: [0.5, 1.4, 2.5], metric: 'x', label: 'Fréchet distance', expect: 'higher' })
    const half = lab.claim({ ...text, metric: (run) => run.metrics['eval.perplexity']! / 2, expect: 'lower', source: undefined as never })
    lab.verdicts([numbers, half])
    expect([numbers.outcome, half.outcome]).toEqual(['opposite', 'notSeen'])
    expect(outputs.at(-1)).toMatchObject({ kind: 'table', rows: [expect.arrayContaining(['more steps', 'Fréchet distance', '−0.533', 'Opposite at this scale']), expect.arrayContaining(['Not seen at this scale'])] })
  })

  test.each([
    [{ ...text, treated: text.treated.slice(1) }, /3 controls and 2 treated/],
    [{ ...text, treated: [...text.treated.slice(1), text.treated[1]!] }, /no treated run has the seed 0/],
    [{ ...text, metric: 'eval.fid' }, /has no finite "eval\.fid"; it has eval\.perplexity/],
    [{ ...text, control: Promise.resolve([]) }, /control is a promise; write "await"/],
    [{ ...text, expect: 'better' }, /must be one of lower, higher, equal, littleHigher/],
    [{ ...text, margin: -1 }, /share of the control's mean/],
  ])('refuses %#', (input, message) => {
    expect(() => createLab(fakeHost().context).claim({ expect: 'lower', ...input } as never)).toThrow(message)
  })

  test('lab.parityRatio reads FLOPs as 6ND: a third of the elements for the same numbers is a ratio of a third', () => {
    const { context, outputs } = fakeHost()
    const ours = runs(4, 2, 1).map((run) => ({ ...run, elementsSeen: run.elementsSeen / 3 }))
    expect(createLab(context).parityRatio(ours, runs(4, 2, 1), 'eval.perplexity').ratio).toBeCloseTo(1 / 3, 10)
    expect(outputs).toMatchObject([{ kind: 'table', rows: [['eval.perplexity', '0.333', '0.333', '0.333', '1', 'ours needs less compute']] }])
  })
})

describe('lab.measure', () => {
  test('asks for what is named, or for the usual, shows a table and gives the numbers by key', async () => {
    const { context, outputs, asked } = fakeHost()
    const lab = createLab(context)
    const run = await lab.train({})
    expect(await lab.measure(run, ['frechet'], { count: 16, step: 3 })).toEqual({ 'measure.frechet': 16 })
    expect(outputs.at(-1)).toMatchObject({ kind: 'table', title: 'measured on 16 held-out documents', columns: ['what', 'value', 'better', 'key'], rows: [['Fréchet distance', 16, 'lower', 'measure.frechet']] })
    await lab.measure('run1')
    expect(asked.filter(({ name }) => name === 'measure').map(({ input }) => input)).toMatchObject([
      { run: 'run1', step: 3, request: { what: ['frechet'], count: 16, seed: 0 } },
      { run: 'run1', step: null, request: { what: ['heldOut', 'raster', 'captions', 'frechet'], count: 128, guidance: [1, 1.5, 2, 3, 5, 8] } },
    ])
  })

  test.each([[['fvd'], {}, /no measurement "fvd"; there are heldOut/], [[], {}, /name at least one/], [['raster'], 5, /options as an object/], [['raster'], { count: 0 }, /count is 0/]])('refuses %#', async (what, options, message) => {
    await expect(createLab(fakeHost().context).measure('run1', what as never, options as never)).rejects.toThrow(message)
  })
})
