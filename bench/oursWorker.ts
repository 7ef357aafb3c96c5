import { createOnnxEngine } from '../kernel/engine/onnxEngine.ts'
import type { CallMemory, Compiled, Engine, State } from '../kernel/engine/engine.ts'
import { elements, type Program } from '../kernel/engine/engine.ts'
import * as tf from '../kernel/engine/tfjs.ts'
import { stateName } from '../kernel/training/stateNames.ts'
import { createProblem, type Problem } from './problem.ts'
import { profileStep } from './profile.ts'
import { startState } from './startState.ts'
import { sizes } from './sizes.ts'
import type { TimedStep } from './side.ts'
import type { Answer, Question, Value } from './ours.ts'

/** The start's weights are not kept: no training run keeps them. */
interface Session {
  engine: Engine
  size: string
  config: Problem['config']
  batch: Problem['batch']
  /** Names of the parameters. */
  names: string[]
  compiled: Compiled
  state: State
  taken: number
  readySeconds: number
  memory: CallMemory
}

const open = async (sizeName: string, threads: number, room: number): Promise<Session> => {
  const engine = createOnnxEngine({ threads })
  const problem = createProblem(sizes[sizeName]!)
  const { config, program, batch } = problem
  const names = Object.keys(problem.parameters)
  const state = engine.createState(startState(problem), true)
  const began = performance.now()
  let memory: CallMemory = { bytes: NaN, recomputed: null }
  const compiled = await engine.compile(program, { room, onMemory: (told) => void (memory = told) })
  return { engine, size: sizeName, config, batch, names, compiled, state, taken: 0, readySeconds: (performance.now() - began) / 1000, memory }
}

const step = async (session: Session): Promise<TimedStep> => {
  const { compiled, state, config: { train }, batch } = session
  const number = ++session.taken
  const inputs = {
    ...Object.fromEntries(Object.entries(batch).map(([name, { data }]) => [name, data])),
    lr: Float32Array.of(train.lr),
    correction1: Float32Array.of(1 / (1 - train.beta1 ** number)),
    correction2: Float32Array.of(1 / (1 - train.beta2 ** number)),
  }
  const began = performance.now()
  const out = await compiled.run(inputs, state)
  const milliseconds = performance.now() - began
  return { milliseconds, losses: Object.fromEntries(Object.entries(out).map(([name, { data }]) => [name, data[0]!])) }
}

const firstMoments = async ({ names, state }: Session): Promise<Record<string, Float32Array>> => {
  const held = await state.read(names.map((name) => stateName('m', name)))
  return Object.fromEntries(names.map((name) => [name, held[stateName('m', name)]!.data as Float32Array]))
}

const productRate = async (engine: Engine, [rows, inner, columns]: readonly [number, number, number]): Promise<number> => {
  const program: Program = {
    name: 'product', state: {},
    inputs: { a: { shape: [rows, inner], dtype: 'float32' }, b: { shape: [inner, columns], dtype: 'float32' } },
    run: ({ a, b }) => ({ outputs: { y: tf.matMul(a!, b!) } }),
  }
  const inputs = { a: new Float32Array(elements([rows, inner])).fill(0.5), b: new Float32Array(elements([inner, columns])).fill(0.5) }
  const compiled = await engine.compile(program)
  const state = engine.createState({})
  const times: number[] = []
  for (let i = 0; i < 20; i++) {
    const began = performance.now()
    await compiled.run(inputs, state)
    times.push(performance.now() - began)
  }
  await compiled.dispose()
  return (2 * rows * inner * columns) / Math.min(...times) / 1e6
}

let session: Session | null = null

const answer = async (question: Question): Promise<Value> => {
  if (question.command === 'open') {
    session = await open(question.size, question.threads, question.room)
    const { provider, versions } = session.engine.record
    return { about: { engine: provider, ...versions }, readySeconds: session.readySeconds, memory: session.memory }
  }
  if (!session) throw new Error('nothing is open yet')
  switch (question.command) {
    case 'run': {
      const steps: TimedStep[] = []
      for (let i = 0; i < question.steps; i++) steps.push(await step(session))
      return steps
    }
    case 'firstMoments': return firstMoments(session)
    case 'productRate': return productRate(session.engine, question.sides)
    case 'peakMemory': return process.resourceUsage().maxRSS * 1024
    case 'profile': return profileStep(createProblem(sizes[session.size]!), question.threads, question.steps)
  }
}

// One question at a time: the parent waits for each answer.
process.on('message', async (question: Question) => {
  try {
    process.send!({ value: await answer(question) } satisfies Answer)
  } catch (error) {
    process.send!({ error: error instanceof Error ? error.message : String(error) } satisfies Answer)
  }
})
