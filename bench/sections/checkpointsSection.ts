import { copyFile, mkdir, mkdtemp, open, readdir, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { parseConfig, type RunConfig } from '../../protocol/config/index.ts'
import { elements, type HostTensors } from '../../kernel/engine/engine.ts'
import { createOnnxEngine } from '../../kernel/engine/onnxEngine.ts'
import { trainingShape } from '../../kernel/data/trainingShape.ts'
import { BackgroundSaver } from '../../kernel/training/backgroundSaver.ts'
import { loadCheckpoint, type Checkpoint } from '../../kernel/training/checkpoint.ts'
import { saveCheckpoint } from '../../kernel/training/saveCheckpoint.ts'
import { initialState, trainProgram } from '../../kernel/training/trainProgram.ts'
import { otherLoad } from '../../kernel/planning/engines/otherLoad.ts'
import { median } from '../statistics.ts'
import type { BenchContext, Section } from './section.ts'

/** A model whose parameters and moments are 1 GB: 83 million parameters, three times four bytes each. */
const config: RunConfig = parseConfig({
  'data.name': 'text', 'data.path': 'none', 'data.sequenceLength': 128, 'train.batch': 1, 'train.steps': 1000, 'model.dim': 1024, 'model.layers': 7, 'model.heads': 16, 'model.mlpHidden': 2560,
})

const most = 6

/** Saving and loading beside a plain copy of the same bytes, and what a save takes from training. */
export const checkpointsSection: Section = {
  name: 'checkpoints',
  title: 'Checkpoints',
  about: 'A checkpoint of 1 GB is saved (hashed, written, synced) and loaded (read, hashed) by turns with a plain copy of its files (read, written, synced) on the same disk; then training goes on while one is ' +
    'written by a thread. What holds training up is the copy of the state, and a step is timed alone and beside the write. Lost in all is that and what the steps beside the write took longer. Seconds and milliseconds are medians.',
  standard: false,
  async run(context) {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'bench-checkpoints-'))
    try {
      const before = await otherLoad(2000)
      const disk = await timeDisk(folder, context)
      const stall = await timeStall(path.join(folder, 'training'), context)
      const load = Math.max(before, await otherLoad(2000))
      const rate = (seconds: number): string => (disk.bytes / 1e6 / seconds).toFixed(0)
      return {
        tables: [
          { columns: ['', 'seconds', 'MB/s', 'to a plain copy'], rows: (['copy', 'save', 'load'] as const).map((what) => [what, disk[what].toFixed(2), rate(disk[what]), (disk.copy / disk[what]).toFixed(2)]) },
          {
            title: 'A save while training', columns: ['step alone, ms', 'training held up, ms', 'of a step', 'step beside the write, ms', 'write, s', 'lost in all, steps'],
            rows: [[stall.alone.toFixed(0), stall.heldUp.toFixed(0), (stall.heldUp / stall.alone).toFixed(2), stall.beside.toFixed(0), stall.writeSeconds.toFixed(1), (stall.lost / stall.alone).toFixed(2)]],
          },
        ],
        notes: [
          `${(disk.bytes / 1e9).toFixed(3)} GB in ${path.resolve(os.tmpdir())}.`,
          ...(load > 0.05 ? [`**Other programs kept ${(100 * load).toFixed(0)} % of the cores busy, so these times are not to be trusted.**`] : []),
        ],
        data: { ...disk, ...stall, otherLoad: load },
      }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
}

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now()
  await work()
  return (performance.now() - began) / 1000
}

const checkpointOf = (tensors: HostTensors, step: number): Checkpoint => ({ config, tensors, step, cursor: 0, elementsSeen: 0, imagesSeen: 0, datasetHash: '' })

const timeDisk = async (folder: string, { rounds, say }: BenchContext) => {
  say('making 1 GB of tensors')
  const tensors = initialState(config)
  const bytes = Object.values(tensors).reduce((sum, { shape }) => sum + 4 * elements(shape), 0)
  const times: Record<'copy' | 'save' | 'load', number[]> = { copy: [], save: [], load: [] }
  const { directory } = await saveCheckpoint(folder, checkpointOf(tensors, 0))
  for (let round = 1; round <= Math.min(most, rounds); round++) {
    say(`disk, round ${round}`)
    const copy = path.join(folder, 'copy')
    times.copy.push(await seconds(() => copyFiles(directory, copy)))
    await rm(copy, { recursive: true })
    let saved = ''
    times.save.push(await seconds(async () => void (saved = (await saveCheckpoint(folder, checkpointOf(tensors, round))).directory)))
    times.load.push(await seconds(() => loadCheckpoint(saved)))
    await rm(saved, { recursive: true })
  }
  return { bytes, copy: median(times.copy), save: median(times.save), load: median(times.load) }
}

/** What `cp` and `sync` do: the system copies each file, then it is on the disk for good. */
const copyFiles = async (from: string, to: string): Promise<void> => {
  await mkdir(to)
  for (const name of await readdir(from)) {
    await copyFile(path.join(from, name), path.join(to, name))
    await using target = await open(path.join(to, name), 'r+')
    await target.sync()
  }
}

const timeStall = async (folder: string, { threads, say }: BenchContext) => {
  say('compiling a step')
  const engine = createOnnxEngine({ threads })
  const program = trainProgram(config, trainingShape(config))
  const state = engine.createState(initialState(config))
  const compiled = await engine.compile(program)
  const inputs = Object.fromEntries(Object.entries(program.inputs).map(([name, { shape, dtype }]) =>
    [name, dtype === 'int32' ? new Int32Array(elements(shape)) : new Float32Array(elements(shape)).fill(name === 'lr' ? 0 : 1)]))
  const step = async (): Promise<number> => 1000 * (await seconds(() => compiled.run(inputs, state)))
  const alone: number[] = [], heldUp: number[] = [], beside: number[] = [], writes: number[] = [], lost: number[] = []
  await step()
  for (let round = 1; round <= 3; round++) {
    say(`save while training, round ${round}`)
    for (let i = 0; i < 3; i++) alone.push(await step())
    const saver = new BackgroundSaver(folder)
    const earlier = beside.length
    const began = performance.now()
    let done = false
    heldUp.push(1000 * (await seconds(() => saver.save(async () => checkpointOf(await state.read(), round), () => {
      writes.push((performance.now() - began) / 1000)
      done = true
    }))))
    while (!done) {
      beside.push(await step())
      await new Promise((resolve) => setImmediate(resolve))
      saver.check()
    }
    await saver.close()
    lost.push(beside.slice(earlier).reduce((sum, time) => sum + time - median(alone), heldUp.at(-1)!))
  }
  await compiled.dispose()
  state.dispose()
  return { alone: median(alone), heldUp: median(heldUp), beside: median(beside), writeSeconds: median(writes), lost: median(lost) }
}
