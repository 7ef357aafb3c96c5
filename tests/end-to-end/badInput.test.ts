import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { testDecoder, testEncoder, writePair } from '../../kernel/autoencoder/onnx/testPair.ts'
import { latentCacheFolder } from '../../main/host/home.ts'
import { cell, runCell, statusOf } from './cells.ts'
import { lookBoth } from './look.ts'
import { app, openApp, page } from './openedApp.ts'
import { openTrusted } from './openNotebook.ts'

const small = `image: { size: 16, latents: 'vae', autoencoder: PAIR }, data: { name: 'folder', path: PICTURES, sequenceLength: 64 }, model: { dim: 16, layers: 1, heads: 2 }, engine: { threads: 1 },
  train: { steps: 4, batch: 2, evalEvery: 0, sampleEvery: 0, checkpointEvery: 0, evalBatches: 1 }, sample: { steps: 2, count: 1, captionLength: 2 },`

/** The pair that comes with the test makes latents of 4 × 4 with 3 channels. */
const notebookIn = (home: string): string => `// %%
const wrong = await lab.train(lab.config({
  ${small}
  patch: { size: 1 }, autoencoder: { downsample: 8, latentChannels: 3 },
}), { name: 'wrong pair' })

// %%
const uneven = lab.config({ preset: 'nano', image: { size: 16 }, patch: { size: 3 } })

// %%
const fits = lab.config({
  ${small}
  patch: { size: 2 }, autoencoder: { downsample: 4, latentChannels: 3 },
})
const first = await lab.train(fits, { name: 'first' })

// %%
await lab.generate(first, 'the colour red <audio:ring.wav>')

// %%
const second = await lab.train(lab.config(fits, { train: { seed: 1 } }), { name: 'second' })
`.replaceAll('PAIR', JSON.stringify(join(home, 'pair'))).replaceAll('PICTURES', JSON.stringify(join(home, 'pictures')))

const prepare = async (home: string): Promise<void> => {
  await mkdir(join(home, 'pictures'), { recursive: true })
  for (const background of ['red', 'green', 'blue', 'yellow', 'purple', 'white']) {
    await writeFile(join(home, 'pictures', `${background}.png`), await sharp({ create: { width: 16, height: 16, channels: 3, background } }).png().toBuffer())
    await writeFile(join(home, 'pictures', `${background}.txt`), `the colour ${background}`)
  }
  writePair(join(home, 'pair'), testEncoder(), testDecoder())
}

openApp({ notebook: notebookIn, prepare })

const run = async (n: number, until: 'done' | 'failed'): Promise<void> => {
  await runCell(n)
  await expect.poll(() => statusOf(n)).toBe(until)
}
const error = (n: number): Promise<string> => cell(n).locator('.output-error').first().innerText()

test('an encoder whose latents do not fit the config: what it makes, what the config says, and what to set', async () => {
  await openTrusted(page)
  await run(1, 'failed')
  const sentence = /The encoder \S+model\.onnx makes latents of 4 × 4 with 3 channels of a picture of 16 × 16, and the config says 2 × 2 with 3: set autoencoder\.downsample to 4 and autoencoder\.latentChannels to 3; patch\.size must then divide 4\./
  expect(await cell(1).getByRole('article', { name: 'Run wrong pair, failed' }).innerText()).toMatch(sentence)
  await lookBoth(page, 'bad-encoder')
})

test('a patch size that does not divide the picture: which one would', async () => {
  await run(2, 'failed')
  expect(await error(2)).toContain('patch.size 3 does not divide image.size 16; choose one of 1, 2, 4, 8, 16.')
  await lookBoth(page, 'bad-patch')
})

test('a prompt with a tag of no modality is refused in a cell and in the prompt box, and says which there are', async () => {
  await run(3, 'done')
  await run(4, 'failed')
  const sentence = 'The prompt has <audio:ring.wav>, and there is no modality "audio"; write <image:FILE> or <wave:FILE>.'
  expect(await error(4)).toContain(sentence)
  await lookBoth(page, 'bad-tag')
  const card = cell(3).getByRole('article', { name: 'Run first, finished' })
  await card.getByRole('textbox', { name: 'Prompt' }).fill('the colour red <audio:ring.wav>')
  await card.getByRole('button', { name: 'Go' }).click()
  await page.locator('.notices').getByText(sentence).waitFor()
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await card.getByRole('textbox', { name: 'Prompt' }).fill('the colour red <image:red.png>')
  await card.getByRole('button', { name: 'Go' }).click()
  await page.locator('.notices').getByText('The prompt names the file "red.png"; choose it with Picture or drop it here, or call lab.generate in a cell, which reads files by name.').waitFor()
  expect(await card.getByRole('textbox', { name: 'Prompt' }).inputValue()).toBe('the colour red <image:red.png>')
  await page.getByRole('button', { name: 'Dismiss' }).click()
})

test('a cache that was damaged is put aside and made anew, the run goes on, and the page and the run say so', async () => {
  const folder = latentCacheFolder(app.home)
  const [name] = await readdir(folder)
  const bytes = await readFile(join(folder, name!))
  bytes[bytes.length - 100]! ^= 1
  await writeFile(join(folder, name!), bytes)
  await run(5, 'done')
  const sentence = `The latent cache .*${name} cannot be used: its bytes are not those that were written; it was put aside as ${name}\\.damaged and is made anew, so nothing is lost and nothing need be done\\.$`
  await page.locator('.notices').getByText(new RegExp(`^second: ${sentence}`)).waitFor()
  await cell(5).getByRole('article', { name: 'Run second, finished' }).getByRole('list', { name: 'Remarks' }).getByText(new RegExp(`^${sentence}`)).waitFor()
  await lookBoth(page, 'bad-cache')
  expect((await readdir(folder)).sort()).toEqual([name, `${name}.damaged`])
})

test('nothing was lost, and nothing was thrown in the page or blocked by its policy', async () => {
  expect(await readFile(join(app.home, 'notebooks', 'tiny.lab.ts'), 'utf8')).toBe(notebookIn(app.home))
  expect(app.complaints).toEqual([])
})
