import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { parseConfig, type RunConfig } from '../../protocol/config/index.ts'
import { InputError, messageOf } from '../../protocol/errors.ts'
import type { KernelMessage } from '../../protocol/kernelMessages.ts'
import type { Engine } from '../../kernel/engine/engine.ts'
import { troubleInWords } from '../../kernel/engine/engines.ts'
import { faultOf } from '../../kernel/engine/faults.ts'
import { createOnnxEngine } from '../../kernel/engine/onnxEngine.ts'
import * as tf from '../../kernel/engine/tfjs.ts'
import { RunControl } from '../../kernel/training/control.ts'
import { refuseWithoutMemory } from '../../kernel/training/memoryNeed.ts'
import { trainRun } from '../../kernel/training/run.ts'

const tiny = (changes: Record<string, unknown> = {}): RunConfig => parseConfig({
  preset: 'nano', 'image.size': 16, 'patch.size': 4, 'model.dim': 8, 'model.layers': 1, 'model.heads': 1, 'data.sequenceLength': 64, 'engine.threads': 1,
  'train.steps': 7, 'train.batch': 2, 'train.warmup': 2, 'train.evalEvery': 0, 'train.sampleEvery': 0, 'train.checkpointEvery': 3, 'train.evalBatches': 1,
  'sample.steps': 1, 'sample.count': 1, 'sample.captionLength': 2, ...changes,
})

/** The real engine, whose call number `at` fails with the text that a runtime would give. */
const failing = (text: string, at: number): Engine => {
  const engine = createOnnxEngine({ threads: 1 })
  let calls = 0
  return {
    ...engine,
    compile: async (program, onMemory) => {
      const compiled = await engine.compile(program, onMemory)
      return { ...compiled, run: async (inputs, state) => {
        if (program.name === 'train' && ++calls === at) throw new Error(text)
        return compiled.run(inputs, state)
      } }
    },
  }
}

const train = async (config: RunConfig, open: () => Promise<Engine>, onMessage: (message: KernelMessage, control: RunControl) => void = () => {}) => {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'lab-fault-'))
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  const control = new RunControl(), messages: KernelMessage[] = []
  const ended = trainRun({ run: 'r', config, directory, resumeFrom: null }, control, (message) => {
    messages.push(message)
    onMessage(message, control)
  }, open)
  const trouble = await ended.then(() => null, messageOf)
  const of = <Type extends KernelMessage['type']>(type: Type) => messages.filter((message): message is Extract<KernelMessage, { type: Type }> => message.type === type)
  return { of, messages, trouble, losses: new Map(of('step').map(({ step, metrics }) => [step, metrics['train.loss']])) }
}

/** What ONNX Runtime's WebGPU provider says when Dawn reports a lost device. */
const lost = 'Non-zero status code returned while running MatMul node. Name:\'n12\' Status Message: WebGPU device lost (2): Device was destroyed.'

describe('a device that is lost', () => {
  test('pauses the run with the reason; continued, it goes on from the last checkpoint, and ends as the run that lost nothing', async () => {
    const whole = await train(tiny(), async () => createOnnxEngine({ threads: 1 }))
    const engines = [failing(lost, 5), createOnnxEngine({ threads: 1 })]
    const broken = await train(tiny(), async () => engines.shift()!, (message, control) => {
      if (message.type === 'paused') setImmediate(() => control.continue())
    })
    expect(broken.of('paused')).toEqual([{ type: 'paused', run: 'r', step: 4, reason: expect.stringMatching(/^The device of the engine cpu was lost at step 5 \(.+\); continue, and the run goes on from its checkpoint of step 3\.$/) as string }])
    expect(broken.of('started').map(({ step }) => step)).toEqual([0, 3])
    expect(broken.messages.at(-1)).toEqual({ type: 'finished', run: 'r', step: 7 })
    expect(broken.losses).toEqual(whole.losses)
  })

  test('before the first checkpoint: from the start; stopped while it waits, it is stopped', async () => {
    const { of, messages } = await train(tiny(), async () => failing(lost, 2), (message, control) => {
      if (message.type === 'paused') setImmediate(() => control.stop())
    })
    expect(of('paused')[0]!.reason).toMatch(/at step 2 .+ from the start, as it has no checkpoint yet\.$/)
    expect(messages.at(-1)).toEqual({ type: 'stopped', run: 'r', step: 1 })
  })
})

describe('memory', () => {
  test('what ONNX Runtime says when it really finds none is understood', async () => {
    const side = 2 ** 20
    const compiled = await createOnnxEngine({ threads: 1 }).compile({
      name: 'large', state: {}, inputs: { x: { shape: [side, 1], dtype: 'float32' }, y: { shape: [1, side], dtype: 'float32' } },
      run: ({ x, y }) => ({ outputs: { sum: tf.sum(tf.exp(tf.add(x!, y!))) } }),
    })
    const error: unknown = await compiled.run({ x: new Float32Array(side), y: new Float32Array(side) }, createOnnxEngine({ threads: 1 }).createState({})).then(() => null, (thrown: unknown) => thrown)
    expect(faultOf(error)).toBe('memory')
  })

  test('that runs out stops the run with what to lower, its checkpoint kept', async () => {
    const { trouble, of } = await train(tiny(), async () => failing('bfc_arena.cc:360 Failed to allocate memory for requested buffer of size 68719476736', 5))
    expect(trouble).toBe('The engine cpu ran out of memory at step 5; close other programs and resume from its checkpoint of step 3, or start a new run with a lower train.batch (2), data.sequenceLength (64) or model.dim (8).')
    expect(of('checkpoint').map(({ step }) => step)).toEqual([3])
  })

  test('that a step will not find is said before it starts, unless that is not wanted', async () => {
    const need = { bytes: 3.12e10, recomputed: null }
    expect(() => refuseWithoutMemory(tiny(), need, 1.8e10)).toThrow('A step takes about 31.2 GB of memory and 18.0 GB are free; lower train.batch (2), data.sequenceLength (64) or model.dim (8), close other programs, or set engine.checkMemory to false to try it all the same.')
    expect(() => refuseWithoutMemory(tiny({ 'engine.checkMemory': false }), need, 1.8e10)).not.toThrow()
    const { trouble, of } = await train(tiny(), async () => {
      const engine = createOnnxEngine({ threads: 1 })
      return { ...engine, compile: (program, memory) => engine.compile(program, { onMemory: () => memory?.onMemory?.({ bytes: 1e18, recomputed: null }) }) }
    })
    expect(() => refuseWithoutMemory(tiny(), { ...need, recomputed: { instead: 6e10, moreWork: 0.3 } }, 1.8e10)).toThrow('A step takes about 31.2 GB of memory, even with results computed again in the backward pass, and 18.0 GB are free; lower')
    expect(() => refuseWithoutMemory(tiny({ 'engine.recompute': 'never' }), need, 1.8e10)).toThrow('18.0 GB are free; set engine.recompute to "auto", lower train.batch (2)')
    expect(trouble).toMatch(/^A step takes about 1000000000\.0 GB of memory and .+ are free; lower/)
    expect(of('started')).toEqual([])
  })
})

describe('a step that computes results again', () => {
  test('where it has less room says so in the run\'s remarks, and trains as one that keeps all', async () => {
    const whole = await train(tiny({ 'model.layers': 3 }), async () => createOnnxEngine({ threads: 1 }))
    expect(whole.of('remark')).toEqual([])
    const squeezed = await train(tiny({ 'model.layers': 3 }), async () => {
      const engine = createOnnxEngine({ threads: 1 })
      // As on a machine where two thirds of what the step takes are free.
      return { ...engine, compile: async (program, memory, fixed) => {
        if (memory?.room === undefined) return engine.compile(program, memory, fixed)
        let need = 0
        await (await engine.compile(program, { onMemory: ({ bytes }) => void (need = bytes) })).dispose()
        return engine.compile(program, { ...memory, room: (2 / 3) * need }, fixed)
      } }
    })
    expect(squeezed.of('remark')).toEqual([{ type: 'remark', run: 'r', text: expect.stringMatching(/^Some results of the forward pass are computed again in the backward pass \(engine\.recompute\): a step takes about \d+ MB of memory in place of \d+ MB, for about \d+ % more work\.$/) as string }])
    expect(squeezed.losses).toEqual(whole.losses)
  })

  test('on request does so whatever is free', async () => {
    const { of, trouble } = await train(tiny({ 'engine.recompute': 'always' }), async () => createOnnxEngine({ threads: 1 }))
    expect(trouble).toBeNull()
    expect(of('remark')).toHaveLength(1)
  })
})

describe('an engine that is missing', () => {
  test.each([
    ['CUDA failure 35: CUDA driver version is insufficient for CUDA runtime version ; GPU=0', 'the graphics driver is older than CUDA needs'],
    ['/onnxruntime_src/onnxruntime/core/session/provider_bridge_ort.cc:1234 Failed to load library libonnxruntime_providers_cuda.so with error: libcublasLt.so.12: cannot open shared object file', 'Failed to load library libonnxruntime_providers_cuda.so with error: libcublasLt.so.12: cannot open shared object file'],
    ['Failed to get a WebGPU adapter: No supported adapters.', 'Failed to get a WebGPU adapter: No supported adapters'],
    ['Failed to get a WebGPU device: Requested feature is not supported: chromium_experimental_subgroups', 'the graphics driver lacks something that is needed (Requested feature is not supported: chromium_experimental_subgroups)'],
  ])('%s', (said, words) => expect(troubleInWords(said)).toBe(words))
})

test('other errors, and what is already a sentence for the user, are no fault of an engine', () => {
  for (const error of [new Error('input "x" has 3 elements'), new InputError('A step takes about 31 GB, out of memory'), null]) expect(faultOf(error)).toBeNull()
  for (const text of ['std::bad_alloc', 'CUDA out of memory', 'VK_ERROR_OUT_OF_DEVICE_MEMORY', 'OOM when allocating tensor', 'Array buffer allocation failed', 'bad allocation']) expect(faultOf(new Error(text)), text).toBe('memory')
  for (const text of ['VK_ERROR_DEVICE_LOST', 'DXGI_ERROR_DEVICE_REMOVED', 'Device was lost', lost]) expect(faultOf(new Error(text)), text).toBe('lost')
})
