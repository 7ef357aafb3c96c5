import type { RunConfig } from '../../../protocol/config/index.ts'
import type { Plan } from '../../../protocol/plan.ts'
import type { HostMessage, KernelMessage } from '../../../protocol/kernelMessages.ts'
import type { PictureMessage } from '../../../protocol/pictureMessage.ts'
import { packInspection } from '../../../protocol/inspection/index.ts'
import { inspectLayout } from '../../../masks/inspection/inspectLayout.ts'
import { writeExampleCheckpoint } from './exampleCheckpoint.ts'

/**
 * For tests: a kernel process that trains nothing, and misbehaves on demand. What it is to do is its first argument, as JSON.
 * Its loss at step n is 1 / n, so that numbers can be checked after a resume.
 */
export interface TestScript {
  /** Kills itself at a step, the first time that it gets there. */
  killAt?: number
  /** Throws at a step. */
  throwAt?: number
  /** Goes no further than this step until it is told to stop. */
  holdAt?: number
  /** Vulkan drivers that the doctor finds; WebGPU works on those whose file is not called broken. */
  drivers?: { name: string; manifest: string }[]
}

type TrainMessage = Extract<HostMessage, { type: 'train' }>

const script = JSON.parse(process.argv[2] ?? '{}') as TestScript
const say = (message: KernelMessage): void => void process.send?.(message)
let stopped = -1
  let paused = false
let stopping = false
let goOn = (): void => {}

const train = ({ run, config, directory, resumeFrom }: TrainMessage): void => {
  const { steps, checkpointEvery } = config.train
  const from = resumeFrom === null ? 0 : Number(/step-(\d+)$/.exec(resumeFrom)![1])
  const checkpoint = (step: number, kind: 'cadence' | 'last'): void =>
    say({ type: 'checkpoint', run, ...writeExampleCheckpoint(directory, step), kind })
  say({ type: 'preparing', run, stage: 'compile', done: 1, total: 2 })
  say({ type: 'started', run, step: from, parameters: 10, engine: { engine: 'test', provider: 'test', adapter: 'test', threads: 1, versions: {} }, datasetHash: 'd', problems: [] })
  stopping = false
  const next = (step: number): void => {
    goOn = () => setImmediate(next, step)
    if (stopping) {
      checkpoint(step - 1, 'last')
      return say({ type: 'stopped', run, step: step - 1 })
    }
    if (paused || (script.holdAt !== undefined && step > script.holdAt)) return
    if (step === script.killAt && from === 0) process.kill(process.pid, 'SIGKILL')
    if (step === script.throwAt) throw new RangeError('the test said so')
    const metrics = { 'train.loss': 1 / step, 'train.text': 1, 'train.image': NaN, 'train.elementsPerSecond': 1000 }
    say({ type: 'step', run, step, metrics, elementsSeen: step * 4, imagesSeen: step, millisecondsLeft: steps - step })
    if (step === steps) {
      say({ type: 'evaluation', run, step, metrics: { 'eval.perplexity': 2 } })
      say({ type: 'pictures', run, step, key: 'sample', pictures: [picture(0, 'a red ring')] })
      checkpoint(step, 'last')
      return say({ type: 'finished', run, step })
    }
    if (checkpointEvery > 0 && step % checkpointEvery === 0) checkpoint(step, 'cadence')
    goOn = () => setImmediate(next, step + 1)
    goOn()
  }
  if (from >= steps) say({ type: 'finished', run, step: from })
  else next(from + 1)
}

const picture = (index: number, text: string): PictureMessage =>
  ({ index, png: new TextEncoder().encode(`picture ${index} of ${text}`), width: 2, height: 2, text, reference: null })

const half = { shape: 1, colour: 0.5, both: 0.5 }

/** 162 million parameters, a second a step. */
const planOf = ({ train, model }: RunConfig, time: boolean): Plan => ({
  parameters: { transformer: 113_246_208, text: 49_152_000, patches: 2_000 }, elements: 1000, sixND: 6e11,
  flop: { blocks: 4e11, attention: 1e11, text: 5e10, patches: 1e10, optimizer: 0 },
  memory: { state: 4 * 2 ** 30, step: 2 ** 30, machine: 8 * 2 ** 30 },
  time: time ? { step: 1000, run: 1000 * train.steps, probe: { batch: 1, length: 8, dim: model.dim, one: 10, two: 20 } } : null,
  machine: 'test machine',
})

process.on('message', (message: HostMessage) => {
  switch (message.type) {
    case 'train': return train(message)
    case 'stop':
      stopping = true
      return goOn()
    case 'pause':
      paused = true
      return
    case 'continue':
      paused = false
      return goOn()
    case 'sample':
      say({ type: 'progress', id: message.id, done: 1, total: 2 })
      return say({ type: 'sampled', id: message.id, pictures: message.request.prompts.map((prompt, index) => picture(index, prompt)) })
    case 'caption':
      if (message.request.images.some(({ length }) => length === 0)) return say({ type: 'refused', id: message.id, reason: 'Picture 1 is empty.' })
      return say({ type: 'captioned', id: message.id, pictures: message.request.images.map((bytes, index) => picture(index, `${bytes.length} bytes`)) })
    case 'generate': {
      const { id, request } = message
      // A budget of 7 never ends by itself.
      if (request.budget === 7) return void (stopped = id)
      request.prompts.forEach((_, row) => say({ type: 'generating', id, row, index: 0, part: { text: 'and' } }))
      return say({ type: 'generated', id, results: request.prompts.map((parts, row) => ({ ended: 'endOfText', parts: [{ text: `and ${parts.length} parts` }, { picture: picture(row, 'drawn') }] })) })
    }
    case 'scoreEdits': return say({ type: 'editsScored', id: message.id, score: { count: message.count, applied: 0.75, kept: 0.5, both: 0.25 }, pictures: [0, 1, 2].map((index) => picture(index, 'make it blue')) })
    case 'cancel': return message.request === stopped ? say({ type: 'refused', id: message.request, reason: 'It was stopped.' }) : undefined
    case 'score': return say({ type: 'scored', id: message.id, score: { count: message.count, draw: half, caption: half }, pictures: [] })
    case 'measure': return say({ type: 'measured', id: message.id, numbers: Object.fromEntries(message.request.what.map((name) => [`measure.${name}`, message.request.count])) })
    case 'doctor': return say({ type: 'doctor', id: message.id, report: { engines: [message.only === undefined ? { name: 'test', available: true, detail: '' } : { name: message.only, available: !process.env['VK_DRIVER_FILES']?.includes('broken'), detail: 'no adapter' }], versions: { node: '0' }, cpu: { model: 'c', cores: 1, memoryBytes: 2 ** 30 }, adapters: [], drivers: (script.drivers ?? []).map((driver) => ({ ...driver, chosen: driver.manifest === process.env['TRANSFUSION_LAB_VULKAN_DRIVER'] })), nodes: message.trace ? { CPU: 3 } : null } })
    case 'measureEngines':
      say({ type: 'progress', id: message.id, done: 1, total: 2 })
      return say({ type: 'enginesMeasured', id: message.id, times: { step: `dim ${message.config.model.dim}`, times: [{ engine: 'test', threads: 2, milliseconds: 12.5, reason: null }, { engine: 'other', threads: 0, milliseconds: null, reason: 'not here' }] } })
    case 'inspectMasks':
      return say({ type: 'inspected', id: message.id, inspection: packInspection(inspectLayout('layout' in message.of ? message.of.layout : 't3 boi i2x2 eoi', message.masks.length > 0 || 'layout' in message.of ? message.masks : [message.of.config.mask])) })
    case 'plan': return say({ type: 'planned', id: message.id, plan: planOf(message.config, message.time) })
    case 'shutdown': return process.exit(0)
  }
})
// A host that was killed cannot say goodbye; Ctrl-C goes to the whole process group, and is the host's to answer.
process.on('disconnect', () => process.exit(0))
process.on('SIGINT', () => {})
say({ type: 'ready' })
