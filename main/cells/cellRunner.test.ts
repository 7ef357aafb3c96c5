import { describe, expect, test } from 'vitest'
import type { CellOutput } from '../../protocol/notebook.ts'
import { createCellRunner } from './cellRunner.ts'
import type { FromWorker } from './workerMessages.ts'

const start = () => {
  const outputs: CellOutput[] = []
  const calls: Extract<FromWorker, { type: 'call' }>[] = []
  let finish: (status: string) => void = () => {}
  const runner = createCellRunner((message) => {
    if (message.type === 'output') outputs.push(message.output)
    else if (message.type === 'call') calls.push(message)
    else if (message.type === 'done') finish(message.status)
  })
  const run = async (source: string) => {
    outputs.length = 0
    const status = await new Promise<string>((resolve) => {
      finish = resolve
      runner.receive({ type: 'run', cell: 'c', source, file: '/tmp/notebook#c' })
    })
    return { status, outputs: [...outputs] }
  }
  return { run, runner, calls, outputs }
}

describe('a cell', () => {
  test('prints, shows its value, and shares names', async () => {
    const { run } = start()
    expect(await run('const a = { x: [1, 2] }\nconsole.log("hello", a)')).toEqual({ status: 'done', outputs: [{ kind: 'text', text: 'hello { x: [ 1, 2 ] }\n' }] })
    expect((await run('a.x.length')).outputs).toEqual([{ kind: 'value', text: '2' }])
  })

  test('says where it went wrong', async () => {
    const { run } = start()
    const { status, outputs } = await run('const f = () => {\n  throw new TypeError("no")\n}\nf()')
    expect(status).toBe('failed')
    expect(outputs[0]).toMatchObject({ kind: 'error', name: 'TypeError', message: 'no', line: 2 })
    expect((await run('\n\nlet = 3 +')).outputs[0]).toMatchObject({ kind: 'error', name: 'SyntaxError' })
    expect((await run('\nmissing')).outputs[0]).toMatchObject({ name: 'ReferenceError', line: 2 })
    expect((await run('throw "words"')).outputs[0]).toMatchObject({ message: 'words', line: null })
  })

  test('a name whose cell failed is not defined', async () => {
    const { run } = start()
    await run('const b = (() => { throw new Error("x") })()')
    expect((await run('b')).outputs[0]).toMatchObject({ name: 'ReferenceError' })
  })

  test('imports modules', async () => {
    const { run } = start()
    expect((await run("import { basename } from 'node:path'\nimport os, * as all from 'node:os'\nbasename('/a/b') + typeof os.EOL + typeof all.EOL")).outputs).toEqual([{ kind: 'value', text: "'bstringstring'" }])
  })

  test('a config is shown once, though it is the last expression too', async () => {
    const { run } = start()
    expect((await run("lab.config({ preset: 'nano' })")).outputs.map(({ kind }) => kind)).toEqual(['config'])
    expect((await run("const base = lab.config({ preset: 'nano' })")).outputs.map(({ kind }) => kind)).toEqual(['config'])
    expect((await run("lab.config({ loss: { lamda: 5 } })")).outputs[0]).toMatchObject({ name: 'InputError', line: 1, message: expect.stringContaining('loss.lambda') })
  })

  test('a flood of text is cut with a note', async () => {
    const { run } = start()
    const { outputs } = await run("for (let i = 0; i < 30000; i++) console.log('x'.repeat(100))")
    const text = outputs.map((output) => (output.kind === 'text' ? output.text : '')).join('')
    expect(text.length).toBeLessThan(1_000_200)
    expect(text).toContain('the rest is left out')
    expect(outputs.length).toBeLessThan(200)
  })

  test('an interrupt ends what it waits for and keeps its names', async () => {
    const { run, runner, calls } = start()
    const ended = run('const n = 1\nawait lab.train({})')
    await expect.poll(() => calls.length, { timeout: 30_000 }).toBe(1)
    runner.receive({ type: 'interrupt' })
    expect((await ended).status).toBe('interrupted')
    expect((await run('n')).outputs).toEqual([{ kind: 'value', text: '1' }])
  })

  test('a refusal of the host is the error of the cell', async () => {
    const { run, runner, calls } = start()
    const ended = run('await lab.run("x")')
    await expect.poll(() => calls.length, { timeout: 30_000 }).toBe(1)
    runner.receive({ type: 'answer', call: calls[0]!.call, ok: false, error: 'There is no run x.' })
    expect((await ended).outputs[0]).toMatchObject({ kind: 'error', message: 'There is no run x.' })
  })
})
