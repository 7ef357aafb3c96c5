import { randomUUID } from 'node:crypto'
import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'electron-vite'
import { expect, onTestFinished, test } from 'vitest'
import { createHost } from '../../main/host/host.ts'
import { appRoot } from '../../main/host/runs/appRoot.ts'
import { isIntact } from '../../main/host/runs/checkpointCheck.ts'
import { forkKernel } from '../../main/host/runs/forkKernel.ts'
import { temporaryFolder } from '../../main/store/testStore.ts'
import { parseConfig } from '../../protocol/config/index.ts'

/** The main side of the desktop app by its own config, built beside its real place, where its packages are found. */
const buildMain = async (): Promise<string> => {
  const outDir = `out/test-${randomUUID()}`
  // The builder takes its config from a file, and finds what that imports from where it lies.
  const configFile = join(appRoot, `.${randomUUID()}.config.ts`)
  onTestFinished(() => {
    for (const made of [configFile, join(appRoot, outDir)]) rmSync(made, { recursive: true, force: true })
  })
  writeFileSync(configFile, `import { main } from './electron.vite.config.ts'\nexport default { main: { ...main, build: { ...main.build, outDir: '${outDir}' } } }\n`)
  await build({ root: appRoot, configFile, logLevel: 'error' })
  return join(appRoot, outDir)
}

test('the kernel of the built app writes checkpoints with its thread, and exports one in every format that it writes', async () => {
  const outDir = await buildMain()
  expect(readdirSync(outDir)).toEqual(expect.arrayContaining(['kernel.js', 'saveWorker.js', 'laneWorker.js', 'electron.js', 'cellWorker.js', 'queryProcess.js']))
  const host = createHost({ home: temporaryFolder(), spawnKernel: forkKernel(join(outDir, 'kernel.js')) })
  onTestFinished(() => host.close())
  const { id } = host.runs.enqueue(parseConfig({
    train: { steps: 4, batch: 2, checkpointEvery: 2, evalEvery: 0, sampleEvery: 0, evalBatches: 1 }, model: { dim: 16, layers: 1, heads: 2 },
    image: { size: 16 }, patch: { size: 8 }, data: { sequenceLength: 96 }, sample: { steps: 1, count: 1, captionLength: 2 },
  }), { notebook: null, cell: null, userKeys: [] })
  expect(await host.runs.whenEnded(id)).toMatchObject({ status: 'finished', reason: null })
  expect(host.runs.checkpoints(id).map((checkpoint) => [checkpoint.step, isIntact(checkpoint)])).toEqual([[2, true], [4, true]])
  for (const format of ['safetensors', 'pytorch', 'onnx', 'tfjs'] as const) {
    const { path, files } = await host.runs.export(id, { format })
    expect(readdirSync(path)).toContain('README.md')
    expect(files.every(({ bytes }) => bytes > 0)).toBe(true)
  }
})
