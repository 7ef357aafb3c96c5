import { statfsSync } from 'node:fs'
import { InputError } from '../../protocol/errors.ts'
import { prepareHome } from '../host/home.ts'
import { cudaLibraries, setUpCuda } from '../setup/cuda.ts'
import { realTools } from '../setup/step.ts'
import { setUpTensorFlow } from '../setup/tensorflow.ts'
import { needPositional, refuseMorePositionals, type Arguments, type CliContext, type Command } from './command.ts'
import { withKernel } from './kernelForCommand.ts'

/** `lab setup`: adds an engine that does not come with the app. */
export const setup: Command = {
  name: 'setup',
  usage: 'tensorflow [--gpu] [--python PROGRAM] [--compiler PROGRAM] | cuda',
  summary: 'Add an engine that does not come with the app: TensorFlow to the home folder, CUDA to ONNX Runtime.',
  options: {
    gpu: { help: 'TensorFlow for NVIDIA cards, with CUDA\'s own libraries' },
    python: { value: 'PROGRAM', help: 'a Python with pip, which gets the wheel that has libtensorflow in it (default: python3)' },
    compiler: { value: 'PROGRAM', help: 'a C++ compiler (default: $CXX, c++, g++ or clang++)' },
  },
  run: async (input, context) => {
    const what = needPositional(input, 0, 'What to set up (tensorflow or cuda)')
    refuseMorePositionals(input, 1)
    if (what !== 'tensorflow' && what !== 'cuda') throw new InputError(`"${what}" cannot be set up; "tensorflow" and "cuda" can. "lab doctor" says what the other engines need.`)
    prepareHome(context.home)
    return what === 'cuda' ? cuda(context) : tensorflow(input, context)
  },
}

/** Why an engine does not work, as a fresh kernel finds; null where it does. */
const troubleOf = async (name: 'tensorflow' | 'cuda', home: string, spawnKernel: CliContext['spawnKernel']): Promise<string | null> => {
  const { report } = await withKernel(spawnKernel, home, (kernel) => kernel.request('doctor', (id) => ({ type: 'doctor', id, trace: false }), 'doctor'))
  const found = report.engines.find((engine) => engine.name === name)
  return found?.available ? null : (found?.detail ?? 'the kernel does not know it')
}

const tensorflow = async (input: Arguments, { home, output, spawnKernel }: CliContext): Promise<number> => {
  const version = await setUpTensorFlow({
    home, python: input.value('python') ?? 'python3', compiler: input.value('compiler') ?? null, gpu: input.has('gpu'), tools: realTools((sentence) => output.note(sentence)),
    verify: (staging) => troubleOf('tensorflow', staging, spawnKernel),
  })
  output.say(`TensorFlow ${version} is set up; engine.name "tensorflow" takes it.`)
  output.emit({ event: 'setup', engine: 'tensorflow', version })
  return 0
}

/** What is fetched is right whether or not this machine's CUDA is there already, so it stays. */
const cuda = async ({ home, output, spawnKernel }: CliContext): Promise<number> => {
  const version = await setUpCuda({
    libraries: cudaLibraries(), say: (sentence) => output.note(sentence),
    free: (folder) => {
      const { bavail, bsize } = statfsSync(folder)
      return bavail * bsize
    },
  })
  output.note('Trying it …')
  const trouble = await troubleOf('cuda', home, spawnKernel)
  if (trouble !== null) throw new InputError(`ONNX Runtime ${version} has its CUDA libraries now and cannot use them yet: ${trouble}; install CUDA 12 with cuDNN 9 and NVIDIA's driver, then "lab doctor" says whether it works.`)
  output.say(`CUDA is set up for ONNX Runtime ${version}; engine.name "cuda" takes it.`)
  output.emit({ event: 'setup', engine: 'cuda', version })
  return 0
}
