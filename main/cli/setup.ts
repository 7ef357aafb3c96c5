import { InputError } from '../../protocol/errors.ts'
import { prepareHome } from '../host/home.ts'
import { realTools } from '../setup/step.ts'
import { setUpTensorFlow } from '../setup/tensorflow.ts'
import { needPositional, refuseMorePositionals, type Command } from './command.ts'
import { withKernel } from './kernelForCommand.ts'

/** `lab setup`: adds an engine that does not come with the app. */
export const setup: Command = {
  name: 'setup',
  usage: 'tensorflow [--gpu] [--python PROGRAM] [--compiler PROGRAM]',
  summary: 'Add an engine that does not come with the app to the home folder.',
  options: {
    gpu: { help: 'TensorFlow for NVIDIA cards, with CUDA\'s own libraries' },
    python: { value: 'PROGRAM', help: 'a Python with pip, which gets the wheel that has libtensorflow in it (default: python3)' },
    compiler: { value: 'PROGRAM', help: 'a C++ compiler (default: $CXX, c++, g++ or clang++)' },
  },
  run: async (input, { home, output, spawnKernel }) => {
    const what = needPositional(input, 0, 'What to set up (tensorflow)')
    refuseMorePositionals(input, 1)
    if (what !== 'tensorflow') throw new InputError(`"${what}" cannot be set up; "tensorflow" can. "lab doctor" says what the other engines need.`)
    prepareHome(home)
    const version = await setUpTensorFlow({
      home, python: input.value('python') ?? 'python3', compiler: input.value('compiler') ?? null, gpu: input.has('gpu'), tools: realTools((sentence) => output.note(sentence)),
      verify: async (staging) => {
        const { report } = await withKernel(spawnKernel, staging, (kernel) => kernel.request('doctor', (id) => ({ type: 'doctor', id, trace: false }), 'doctor'))
        const found = report.engines.find(({ name }) => name === 'tensorflow')
        return found?.available ? null : (found?.detail ?? 'the kernel does not know it')
      },
    })
    output.say(`TensorFlow ${version} is set up; engine.name "tensorflow" takes it.`)
    output.emit({ event: 'setup', engine: 'tensorflow', version })
    return 0
  },
}
