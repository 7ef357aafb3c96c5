import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { InputError } from '../../protocol/errors.ts'
import { unpackPackage, type NpmPackage } from './npmPackage.ts'
import type { Tools } from './step.ts'

export interface TensorFlowSetup {
  home: string
  /** A Python with pip. */
  python: string
  /** A C++ compiler; null takes the first that is found. */
  compiler: string | null
  gpu: boolean
  tools: Tools
  /** Computes something with what was built. @param home that has it in its `engines` @returns why it does not work, or null */
  verify: (home: string) => Promise<string | null>
}

const tfjsNode: NpmPackage = { name: '@tensorflow/tfjs-node', version: '4.22.0', integrity: 'sha512-uHrXeUlfgkMxTZqHkESSV7zSdKdV0LlsBeblqkuKU9nnfxB1pC6DtoyYVaLxznzZy7WQSegjcohxxCjAf6Dc7w==' }
/** What its JavaScript loads beside tfjs, and the headers that its C++ wants. */
const companions: readonly NpmPackage[] = [
  { name: 'google-protobuf', version: '3.21.4', integrity: 'sha512-MnG7N936zcKTco4Jd2PX2U96Kf9PxygAPKBug+74LHzmHXmceN16MmRcdgZv+DGef/S9YvQAfRsNCn4cjf9yyQ==' },
  { name: 'node-api-headers', version: '1.9.0', integrity: 'sha512-2oNILP4jXwRB4ywnYKjVk1YyJ96n2D4EOVJO6S3oYZ5PtbJrw3Yt9TpAuX3nBLMuzn74rnfGQrv13pS9vC+YiA==' },
]
const libraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2']

/**
 * Puts the `tensorflow` engine into a home: tfjs-node's own JavaScript and C++ from npm, compiled against the libtensorflow that lies in a
 * current Python wheel. (Upstream's own download ends at TensorFlow 2.9.) It is built beside its place and moved there when it works, so that
 * a setup that fails leaves an earlier one as it was.
 * @returns the version of TensorFlow
 * @throws InputError with what is missing
 */
export const setUpTensorFlow = async (setup: TensorFlowSetup): Promise<string> => {
  const { home, tools, verify } = setup
  if (process.platform !== 'linux') throw new InputError('TensorFlow is set up on Linux only; use the engine "webgpu" here.')
  const staging = path.join(home, 'engines', `.tensorflow-${process.pid}`)
  const folder = path.join(staging, 'engines', 'tensorflow')
  try {
    mkdirSync(folder, { recursive: true })
    const version = await build(setup, folder)
    tools.say('Trying it …')
    const trouble = await verify(staging)
    if (trouble !== null) throw new InputError(`TensorFlow ${version} was built and does not work here: ${trouble}.`)
    const place = path.join(home, 'engines', 'tensorflow')
    rmSync(place, { recursive: true, force: true })
    renameSync(folder, place)
    return version
  } finally {
    rmSync(staging, { recursive: true, force: true })
  }
}

const build = async ({ python, compiler, gpu, tools }: TensorFlowSetup, folder: string): Promise<string> => {
  // What is missing is better said before hundreds of megabytes are fetched.
  const cxx = await findCompiler(compiler, tools)
  await tools.run(python, ['-m', 'pip', '--version'])
  tools.say('Fetching tfjs-node …')
  for (const wanted of [tfjsNode, ...companions]) await unpackPackage(wanted, folder, tools)
  const wheel = gpu ? 'tensorflow[and-cuda]' : process.arch === 'x64' ? 'tensorflow-cpu' : 'tensorflow'
  tools.say(`Fetching the Python wheel ${wheel} (some hundred megabytes${gpu ? ', and CUDA\'s own libraries' : ''}) …`)
  const packages = path.join(folder, 'lib')
  await tools.run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...(gpu ? [] : ['--no-deps']), '--target', packages, wheel])
  const version = versionIn(packages)
  tools.say(`Compiling the binding against TensorFlow ${version} …`)
  await compile(cxx, folder, tools)
  keepLibraries(packages)
  rmSync(path.join(folder, 'node_modules', 'node-api-headers'), { recursive: true })
  writeFileSync(path.join(folder, 'installation.json'), JSON.stringify({ tensorflow: version, tfjsNode: tfjsNode.version, gpu }, null, 2))
  return version
}

const findCompiler = async (named: string | null, tools: Tools): Promise<string> => {
  for (const candidate of named === null ? [process.env['CXX'], 'c++', 'g++', 'clang++'] : [named]) {
    if (candidate && (await tools.run(candidate, ['--version']).then(() => true, () => false))) return candidate
  }
  if (named !== null) throw new InputError(`The compiler "${named}" could not be started; name a C++ compiler of this machine with --compiler.`)
  throw new InputError('No C++ compiler was found; install one (on Debian and Ubuntu: apt install g++), or name it with --compiler.')
}

const versionIn = (packages: string): string => {
  const [, version] = readdirSync(packages).map((name) => /^tensorflow(?:_cpu)?-(.+)\.dist-info$/.exec(name)).find((match) => match !== null) ?? []
  const missing = libraries.find((library) => !existsSync(path.join(packages, 'tensorflow', library)))
  if (version === undefined || missing !== undefined) throw new InputError(`The wheel that pip installed has no ${missing ?? 'version'}; try another Python with --python.`)
  return version
}

const compile = async (cxx: string, folder: string, tools: Tools): Promise<void> => {
  const source = path.join(folder, 'node_modules', '@tensorflow', 'tfjs-node')
  const tensorflow = path.join(folder, 'lib', 'tensorflow')
  const out = path.join(source, 'lib', 'napi-v8')
  mkdirSync(out, { recursive: true })
  await tools.run(cxx, [
    '-shared', '-fPIC', '-O2', '-std=c++17', '-DNAPI_VERSION=8',
    '-I', path.join(folder, 'node_modules', 'node-api-headers', 'include'), '-I', source, '-I', path.join(tensorflow, 'include'),
    path.join(source, 'binding', 'tfjs_backend.cc'), path.join(source, 'binding', 'tfjs_binding.cc'),
    '-o', path.join(out, 'tfjs_binding.node'),
    ...libraries.map((library) => path.join(tensorflow, library)),
    // Found from where the binding lies, wherever the folder is moved to.
    '-Wl,-rpath,$ORIGIN/../../../../../lib/tensorflow',
  ])
}

/** Of the wheel only its libraries, and those of CUDA, are needed; the licences stay too. */
const keepLibraries = (packages: string): void => {
  for (const name of readdirSync(packages)) if (!/^(tensorflow|nvidia)$|\.dist-info$/.test(name)) rmSync(path.join(packages, name), { recursive: true })
  const tensorflow = path.join(packages, 'tensorflow')
  for (const name of readdirSync(tensorflow)) if (!libraries.includes(name)) rmSync(path.join(tensorflow, name), { recursive: true })
}
