import { statfsSync } from 'node:fs'
import { InputError } from '../../protocol/errors.ts'
import { prepareHome } from '../host/home.ts'
import { cudaLibraries, setUpCuda } from '../setup/cuda.ts'
import { realTools } from '../setup/step.ts'
import { setUpTensorFlow } from '../setup/tensorflow.ts'
import { needPositional, refuseMorePositionals, type Arguments, type CliContext, type Command } from './command.ts'
import { engineTroubleHere } from '../host/runs/withKernel.ts'
import { setUpDriver } from './setupDriver.ts'

/** `lab setup`: adds an engine that does not come with the app. */
export const setup: Command = {
  name: 'setup',
  usage: 'tensorflow [--gpu] [--python PROGRAM] [--compiler PROGRAM] | cuda | webgpu --driver NAME',
  summary: 'Add an engine that does not come with the app (TensorFlow to the home folder, CUDA to ONNX Runtime), or choose the Vulkan driver that WebGPU takes.',
  options: {
    gpu: { help: 'TensorFlow for NVIDIA cards, with CUDA\'s own libraries' },
    python: { value: 'PROGRAM', help: 'a Python with pip, which gets the wheel that has libtensorflow in it (default: python3)' },
    compiler: { value: 'PROGRAM', help: 'a C++ compiler (default: $CXX, c++, g++ or clang++)' },
    driver: { value: 'NAME', help: 'a Vulkan driver by the name that lab doctor has for it, or by its file; any leaves the choice to WebGPU (Linux)' },
  },
  run: async (input, context) => {
    const what = needPositional(input, 0, 'What to set up (tensorflow, cuda or webgpu)')
    refuseMorePositionals(input, 1)
    if (!Object.hasOwn(setups, what)) throw new InputError(`"${what}" cannot be set up; ${Object.keys(setups).map((name) => `"${name}"`).join(', ')} can. "lab doctor" says what the other engines need.`)
    const { run, takes } = setups[what]!
    const other = options.find((name) => input.has(name) && !takes.includes(name))
    if (other !== undefined) throw new InputError(`"lab setup ${what}" takes no --${other}; ${takes.length === 0 ? 'it takes no option' : `it takes ${takes.map((name) => `--${name}`).join(', ')}`}.`)
    prepareHome(context.home)
    return run(input, context)
  },
}

const tensorflow = async (input: Arguments, { home, output, spawnKernel }: CliContext): Promise<number> => {
  const version = await setUpTensorFlow({
    home, python: input.value('python') ?? 'python3', compiler: input.value('compiler') ?? null, gpu: input.has('gpu'), tools: realTools((sentence) => output.note(sentence)),
    verify: (staging) => engineTroubleHere('tensorflow', staging, spawnKernel),
  })
  output.say(`TensorFlow ${version} is set up; engine.name "tensorflow" takes it.`)
  output.emit({ event: 'setup', engine: 'tensorflow', version })
  return 0
}

/** What is fetched is right whether or not this machine's CUDA is there already, so it stays. */
const cuda = async (_: Arguments, { home, output, spawnKernel }: CliContext): Promise<number> => {
  const version = await setUpCuda({
    libraries: cudaLibraries(), say: (sentence) => output.note(sentence),
    free: (folder) => {
      const { bavail, bsize } = statfsSync(folder)
      return bavail * bsize
    },
  })
  output.note('Trying it …')
  const trouble = await engineTroubleHere('cuda', home, spawnKernel)
  if (trouble !== null) throw new InputError(`ONNX Runtime ${version} has its CUDA libraries now and cannot use them yet: ${trouble}; install CUDA 12 with cuDNN 9 and NVIDIA's driver, then "lab doctor" says whether it works.`)
  output.say(`CUDA is set up for ONNX Runtime ${version}; engine.name "cuda" takes it.`)
  output.emit({ event: 'setup', engine: 'cuda', version })
  return 0
}

const options = ['gpu', 'python', 'compiler', 'driver'] as const

interface Setup {
  run: (input: Arguments, context: CliContext) => Promise<number>
  /** Options that mean something to it. */
  takes: readonly (typeof options)[number][]
}

const setups: Readonly<Record<string, Setup>> = {
  tensorflow: { run: tensorflow, takes: ['gpu', 'python', 'compiler'] },
  cuda: { run: cuda, takes: [] },
  webgpu: { run: setUpDriver, takes: ['driver'] },
}
