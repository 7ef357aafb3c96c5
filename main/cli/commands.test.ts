import { execFile } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { databasePath } from '../host/home.ts'
import { appRoot } from '../host/runs/appRoot.ts'
import { openStore } from '../store/store.ts'
import { testCli } from './testCli.ts'

const train = ['train', '--json', '--set', 'train.steps=3']

describe('bad usage', () => {
  it.each([
    [['trian'], 'There is no command "trian"; did you mean "train"?'],
    [['train', '--prest', 'nano'], '"lab train" has no option --prest; did you mean "--preset"?'],
    [['train', '--set', 'loss.lamda=3'], 'There is no config key "loss.lamda"; did you mean "loss.lambda"?'],
    [['train', '--set', 'loss.lambda'], '--set loss.lambda has no value; write --set KEY=VALUE, such as --set loss.lambda=3.'],
    [['train', '--preset', 'nona'], /There is no preset "nona"; did you mean "nano"\?/],
    [['train', '--preset', 'nano', '--resume', 'x'], /^--resume goes on with the config that the run has/],
    [['train', '--resume', 'x'], /There is no run "x": nothing has been trained/],
    [['train', 'missing.json'], /^The config file missing\.json cannot be read/],
    [['train', 'a.json', 'b.json'], '"b.json" is one word too many; put words that belong together in quotes.'],
    [['sample'], 'The run to draw with is missing; "lab help" shows how each command is written.'],
    [['sample', 'x', '--out', 'y'], '--prompt is missing; write --prompt "a red ring".'],
    [['sample', 'x', '--out', 'y', '--prompt', 'z', '--count', '0.5'], '--count is "0.5"; it must be a whole number of at least 1.'],
    [['sample', 'x', '--out'], '--out needs a value: --out DIR.'],
    [['runs', '--json=yes'], '--json takes no value; leave out "=yes".'],
    [['caption', 'x'], /^No files were named/],
    [['compare', 'x'], /^A comparison needs two runs or more/],
    [['config', '--schema', '--preset', 'nano'], /^--schema describes all configs/],
    [['serve', '--port', '70000'], '--port 70000 is no port; the most is 65535.'],
    [['run', 'missing.lab.ts'], /missing\.lab\.ts/],
  ])('%j ends with 2 and one sentence', async (words, message) => {
    const { code, stderr, stdout } = await testCli().lab(words)
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr.trimEnd()).toMatch(message)
    expect(stderr.trimEnd()).not.toContain('\n')
  })

  it('is an event too', async () => {
    expect((await testCli().lab(['runs', '--json', 'x'])).events).toEqual([{ event: 'error', message: '"x" is one word too many; put words that belong together in quotes.' }])
  })
})

it('help lists every command, and tells of one', async () => {
  const { lab } = testCli()
  expect((await lab([])).stdout).toMatch(/train[\s\S]*sample[\s\S]*serve/)
  for (const words of [['help', 'sample'], ['sample', '--help']]) expect((await lab(words)).stdout).toMatch(/^lab sample RUN --prompt[\s\S]*--guidance W/)
})

it('options of every command may stand before it', async () => {
  const { lab, home } = testCli()
  expect((await lab(['--json', `--home=${home}/other`, 'config', '--preset', 'nano'])).code).toBe(0)
  expect((await lab(['--home', home, '--json', 'runs', 'x'])).events).toEqual([{ event: 'error', message: '"x" is one word too many; put words that belong together in quotes.' }])
  expect((await lab(['--help'])).stdout).toContain('lab COMMAND')
  expect((await lab(['--hom', home, 'runs'])).stderr).toContain('There is no command "--hom"')
})

it('a trained run can be drawn with, captioned with and scored', async () => {
  const { lab, home } = testCli()
  await lab(train)
  const drawn = await lab(['sample', '3 steps, seed 0', '--prompt', 'a red ring', '--prompt', 'Ünï/code', '--count', '2', '--out', join(home, 'new', 'out'), '--json'])
  const files = drawn.events.at(-1)!['files'] as string[]
  expect(files.map((file) => file.slice(home.length))).toEqual(['001-a-red-ring', '002-a-red-ring', '003-ünï-code', '004-ünï-code'].map((name) => join('/new/out', `${name}.png`)))
  expect(readFileSync(files[1]!, 'utf8')).toBe('picture 1 of a red ring')
  const captioned = await lab(['caption', '3 steps, seed 0', files[0]!])
  expect(captioned.stdout).toBe(`${files[0]}: 23 bytes\n`)
  writeFileSync(join(home, 'empty.png'), '')
  expect(await lab(['caption', '3 steps, seed 0', join(home, 'empty.png')])).toMatchObject({ code: 2, stderr: 'Picture 1 is empty.\n' })
  expect((await lab(['score', '3 steps, seed 0', '--count', '8'])).stdout).toMatch(/of 8 +shape +colour +both\ndrawn +100\.0 % +50\.0 % +50\.0 %/)
})

it('a checkpoint is measured: a table with what each number is, one event with the numbers, and metrics of the run', async () => {
  const { lab } = testCli()
  await lab(train)
  expect((await lab(['measure', '3 steps, seed 0', '--what', 'frechet', '--count', '8'])).stdout).toMatch(/measure\.frechet +8 +lower +of drawings of held-out captions/)
  const { events } = await lab(['measure', '3 steps, seed 0', '--what', 'guidance', '--what', 'raster', '--guidance', '1.5', '--json'])
  expect(events).toContainEqual(expect.objectContaining({ event: 'measured', count: 128, numbers: { 'measure.guidance': 128, 'measure.raster': 128 } }))
  expect((await lab(['measure', '3 steps, seed 0', '--what', 'fvd'])).stderr).toBe('--what is "fvd"; it must be one of heldOut, raster, promptGain, captions, frechet, fid, clip, scenes, guidance, steps.\n')
  expect((await lab(['measure', '3 steps, seed 0', '--guidance', 'much'])).stderr).toBe('--guidance is "much"; it must be a number of at least 0.\n')
  expect((await lab(['measure', '3 steps, seed 0', '--step', '2'])).stderr).toMatch(/has no checkpoint at step 2/)
})

it('runs are listed and compared: only differing keys, last metrics, differences', async () => {
  const { lab } = testCli()
  expect((await lab(['runs'])).stdout).toMatch(/^There are no runs in /)
  await lab(train)
  await lab([...train, '--set', 'loss.lambda=2', '--set', 'train.steps=4'])
  expect((await lab(['runs'])).stdout).toMatch(/^run +status +step +loss +created +name\n\S+ +finished +4\/4 +0\.25 .* λ 2, 4 steps, seed 0\n\S+ +finished +3\/3 +0\.3333 /)
  const { stdout, stderr } = await lab(['compare', '3 steps, seed 0', 'λ 2, 4 steps, seed 0'])
  expect(stdout).toMatch(/config +run 1 +run 2\nloss\.lambda +5 +2\ntrain\.steps +3 +4\n\n/)
  expect(stdout).toMatch(/train\.loss +0\.3333 +0\.25 \(-0\.08333\)/)
  expect(stderr).toBe('They have done different numbers of steps.\n')
  expect((await lab(['compare', '--json', '3 steps, seed 0', 'λ 2, 4 steps, seed 0'])).events).toMatchObject([{ event: 'comparison', config: [{ path: 'loss.lambda', values: [5, 2] }, { path: 'train.steps' }] }])
})

it('what runs went on in spite of stands below their list, once for all that say the same', async () => {
  const { lab, home } = testCli()
  for (const seed of [0, 1]) await lab([...train, '--set', `train.seed=${seed}`])
  const { store } = openStore(databasePath(home))
  for (const { id } of store.runs.list()) store.runs.update(id, { remarks: ['The file a.png was skipped: it is empty.'] })
  store.close()
  expect((await lab(['runs'])).stdout).toMatch(/3 steps, seed 0\n\n.*seed 1 and 1 more: The file a\.png was skipped: it is empty\.\n$/)
  expect((await lab(['runs', '--json'])).events).toMatchObject(Array(2).fill({ remarks: ['The file a.png was skipped: it is empty.'] }))
})

it('seeds are one row: mean ± spread, n, and words that say no more than they know', async () => {
  const { lab, home } = testCli()
  const same = [...train, '--set', 'train.steps=9']
  for (const seed of [0, 1]) await lab([...same, '--set', `train.seed=${seed}`])
  await lab([...same, '--set', 'train.lr=0.001', '--set', 'train.seed=0'])
  const text = await lab(['compare', '*9 steps*', '--metric', 'train.loss', '--baseline', '9 steps, seed 0'])
  expect(text.stdout).toMatch(/^ +lr +total loss ↓ +Δ total loss +n\n0.0003 +0\.1111 ± 0 +— +2\n +0.001 +0\.1111 +0 +1\n/)
  expect(text.stdout).toContain('with one paired seed, which says nothing about chance')
  expect(text.stderr).toContain('Unequal numbers of seeds: lr = 0.0003 has 2; lr = 0.001 has 1.')
  await lab(['compare', '*9 steps*', '--format', 'latex', '--out', `${home}/table.tex`])
  expect(readFileSync(`${home}/table.tex`, 'utf8')).toContain('\\begin{tabular}')
  expect((await lab(['compare', '*9 steps*', '--format', 'latx'])).stderr).toBe('--format is "latx"; did you mean "latex"?\n')
})

it('a notebook is reported with what its cells last showed', async () => {
  const { lab, home } = testCli()
  const file = join(home, 'sum.lab.ts')
  writeFileSync(file, '// %% [markdown]\n// # Sum\n\n// %%\nconsole.log(6 * 7)\n')
  expect((await lab(['run', file])).code).toBe(0)
  expect((await lab(['report', file, '--out', join(home, 'sum.html')])).stderr).toBe(`Written to ${join(home, 'sum.html')}.\n`)
  expect(readFileSync(join(home, 'sum.html'), 'utf8')).toMatch(/<h1>Sum<\/h1>[\s\S]*<pre>42/)
  await lab(['report', file, '--out', join(home, 'sum.ipynb')])
  expect(readFileSync(join(home, 'sum.ipynb'), 'utf8')).toContain('"42\\n"')
})

it('the doctor tells of engines', async () => {
  const { lab } = testCli()
  expect((await lab(['doctor', '--measure', '--set', 'model.dim=64'])).stdout).toMatch(/a training step \(dim 64\):\n\nengine +threads +ms a step\ntest +2 +12\.5\nother +– +not here/)
  expect((await lab(['doctor', '--trace'])).stdout).toMatch(/engine +works\ntest +yes[\s\S]*provider +nodes\nCPU +3[\s\S]*\nfid +no +put inception\.onnx into/)
})

it('the doctor tries each Vulkan driver alone where there are several, and says how to take one', async () => {
  const drivers = [{ name: 'radeon', manifest: '/d/radeon_icd.json' }, { name: 'nvidia', manifest: '/d/broken.json' }]
  const { stdout } = await testCli({ script: { drivers } }).lab(['doctor'])
  expect(stdout).toMatch(/Vulkan driver +webgpu works *\nradeon +yes +lab setup webgpu --driver radeon chooses it\nnvidia +no +no adapter\n/)
  expect((await testCli({ script: { drivers: drivers.slice(0, 1) } }).lab(['doctor'])).stdout).not.toContain('Vulkan driver')
})

it('setup chooses a Vulkan driver for WebGPU, and none with which it does not work', async () => {
  const { lab } = testCli({ script: { drivers: [{ name: 'radeon', manifest: '/d/radeon_icd.json' }, { name: 'nvidia', manifest: '/d/broken.json' }] } })
  expect((await lab(['setup', 'webgpu', '--driver', 'radeon'])).stdout).toContain('WebGPU takes the Vulkan driver /d/radeon_icd.json')
  expect((await lab(['doctor'])).stdout).toMatch(/\nradeon +yes +chosen\n/)
  expect((await lab(['setup', 'webgpu', '--driver', '/d/broken.json'])).stderr).toMatch(/does not work with the Vulkan driver "\/d\/broken.json": no adapter/)
  expect((await lab(['setup', 'webgpu', '--driver', 'intel'])).stderr).toContain('There is no Vulkan driver "intel" here; there are radeon, nvidia.')
  expect((await lab(['setup', 'webgpu'])).stderr).toContain('wants --driver NAME')
  expect((await lab(['setup', 'webgpu', '--driver', 'radeon', '--gpu'])).stderr).toContain('"lab setup webgpu" takes no --gpu; it takes --driver.')
  expect((await lab(['setup', 'cuda', '--driver', 'radeon'])).stderr).toContain('"lab setup cuda" takes no --driver; it takes no option.')
  expect((await lab(['doctor'])).stdout).toMatch(/\nradeon +yes +chosen\n/)
  await lab(['setup', 'webgpu', '--driver', 'any'])
  expect((await lab(['doctor'])).stdout).not.toContain('chosen')
})

it('config prints a whole config, or the schema of all', async () => {
  const { lab } = testCli()
  expect(JSON.parse((await lab(['config', '--preset', 'nano'])).stdout)).toMatchObject({ model: { dim: 128 }, sample: { steps: 50 } })
  expect(JSON.parse((await lab(['config', '--schema'])).stdout)).toMatchObject({ properties: { loss: { properties: { lambda: { default: 5, minimum: 0, description: expect.stringContaining('λ') as string } } } } })
})

it('a notebook runs headless, its outputs printed, and stops at a cell that fails', async () => {
  const { lab, home } = testCli()
  const notebook = join(home, 'n.lab.ts')
  writeFileSync(notebook, '// %% [markdown]\n// # Title\n\n// %%\nconst x = 20\nconsole.log("hello")\n\n// %%\nx + 1\n\n// %%\nthrow new RangeError("no")\n\n// %%\nconsole.log("never")\n')
  const { code, stdout, stderr } = await lab(['run', notebook])
  expect(code).toBe(1)
  expect(stdout).toMatch(/^hello\n21\nRangeError: no/)
  expect(stdout).not.toMatch(/never/)
  expect(stderr).toMatch(/Cell 3 failed, so the cells below it were not run/)
})

it('a notebook can train, and says what became of its runs', async () => {
  const { lab, home } = testCli()
  const notebook = join(home, 'n.lab.ts')
  writeFileSync(notebook, '// %%\nconst run = await lab.train(lab.config({ train: { steps: 3 } }), { name: "mine" })\nrun.metrics["train.loss"]\n')
  const { code, events } = await lab(['run', notebook, '--json'])
  expect(code).toBe(0)
  expect(events.filter(({ event }) => event !== 'output')).toMatchObject([{ event: 'run', name: 'mine', status: 'finished' }, { event: 'cell', cell: 1, status: 'done' }, { event: 'finished', notebook }])
})

describe('the process', () => {
  const lab = (words: string[]) => promisify(execFile)(process.execPath, [join(appRoot, 'main', 'cli.ts'), ...words])

  it('ends with the exit code, JSON on stdout alone', async () => {
    expect(JSON.parse((await lab(['config', '--json'])).stdout)).toMatchObject({ loss: { lambda: 5 } })
    await expect(lab(['config', '--set', 'x=1'])).rejects.toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(/There is no config key "x"/) as string })
  })

  it('makes nothing where it only looks', async () => {
    const { home } = testCli()
    await lab(['runs', '--home', join(home, 'none')])
    expect(existsSync(join(home, 'none'))).toBe(false)
  })
})
