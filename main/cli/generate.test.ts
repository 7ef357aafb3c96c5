import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { testCli } from './testCli.ts'

const trained = async () => {
  const cli = testCli({ columns: 80 })
  await cli.lab(['train', '--set', 'train.steps=3'])
  writeFileSync(join(cli.home, 'a.png'), 'a picture')
  return cli
}

test('generate: a prompt of text and files; what came is said, and written where --out says', async () => {
  const { lab, home } = await trained()
  const prompt = `a ring <image:${join(home, 'a.png')}> and blue`
  const { code, events } = await lab(['generate', '3 steps, seed 0', '--prompt', prompt, '--out', join(home, 'out'), '--json'])
  const file = join(home, 'out', '001-2.png')
  expect([code, events[0]]).toEqual([0, { event: 'generated', prompt, parts: [{ text: 'and 3 parts' }, { picture: file }], ended: 'endOfText' }])
  expect(readFileSync(file).length).toBeGreaterThan(0)
  expect((await lab(['generate', '3 steps, seed 0', '--prompt', 'a ring'])).stdout).toBe('a ring → and 1 parts <picture; --out DIR keeps it>\n')
})

test('edit: a picture and an instruction; the edited one lies beside it', async () => {
  const { lab, home } = await trained()
  const { code, events, stderr } = await lab(['edit', '3 steps, seed 0', join(home, 'a.png'), 'make the circle blue', '--json'])
  expect([code, stderr]).toEqual([0, expect.stringContaining('was trained without edits')])
  expect(events[0]).toMatchObject({ event: 'generated', parts: [{ text: 'and 2 parts' }, { picture: join(home, '001-2.png') }] })
  expect(existsSync(join(home, '001-2.png'))).toBe(true)
})

test('edit --count scores held-out edits,', async () => {
  const { lab } = await trained()
  const { stdout, code } = await lab(['edit', '3 steps, seed 0', '--count', '4'])
  expect([code, stdout]).toEqual([0, expect.stringMatching(/of 4 held-out edits[\s\S]*is there +75.0 %[\s\S]*as it was +50.0 %[\s\S]*both +25.0 %/)])
})

test('Ctrl-C stops it', async () => {
  const { lab, interrupt } = await trained()
  const stopping = setInterval(interrupt, 20)
  const { code, stderr } = await lab(['generate', '3 steps, seed 0', '--prompt', 'a ring', '--budget', '7'])
  clearInterval(stopping)
  expect([code, stderr]).toEqual([2, expect.stringContaining('It was stopped.')])
})

test.each([
  [['generate', 'x', '--prompt', 'see <foo:a.png>'], 'The prompt has <foo:a.png>, and there is no modality "foo"; write <image:FILE> or <wave:FILE>.'],
  [['generate', 'x', '--prompt', 'see <image:nowhere.png>'], 'The file nowhere.png cannot be read'],
  [['generate', 'x', '--prompt', 'a', '--next', 'imag'], '--next is "imag"; did you mean "image"?'],
  [['generate', 'x', '--prompt', 'a', '--top-p', '2'], '--top-p is 2; it is a share, 1 at most.'],
  [['generate', 'x'], '--prompt is missing'],
  [['edit', 'x', 'a.png'], 'The instruction is missing'],
  [['edit', 'x', '--count', '4', '--out', 'y'], '--out is for one picture'],
  [['edit', 'x', 'a.png', 'make it blue', '--sheet', 'y.png'], '--sheet is for held-out scenes'],
  [['edit', 'x', 'nowhere.png', 'make it blue'], 'The file nowhere.png cannot be read'],
])('%j is refused in a sentence', async (words, sentence) => {
  const { code, stderr } = await testCli().lab(words)
  expect([code, stderr]).toEqual([2, expect.stringContaining(sentence)])
})
