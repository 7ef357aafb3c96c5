import { parseConfig, type RunConfig } from '../../protocol/config/index.ts'
import type { EngineTimes } from '../../protocol/engines.ts'
import type { ExaminedDriver } from '../../protocol/kernelMessages.ts'
import { networks } from '../../protocol/networks.ts'
import { networksFolder } from '../host/home.ts'
import { lockHolder } from '../host/hostLock.ts'
import { networksIn } from '../host/networks.ts'
import { withKernel } from '../host/runs/withKernel.ts'
import { examineDrivers } from '../host/vulkanDrivers.ts'
import { refuseMorePositionals, type Arguments, type Command } from './command.ts'
import { configOptions, readConfig, readSettings } from './configInput.ts'
import { table } from './format.ts'

/** `lab doctor`: what this machine can train with. */
export const doctor: Command = {
  name: 'doctor',
  usage: '[--trace] [--measure [CONFIG.json] [--preset NAME] [--set KEY=VALUE …]]',
  summary: 'Say which engines work here and why others do not, and what measurements need that is not there; also while the app is open.',
  options: {
    trace: { help: 'trace a training step too, and count the nodes that each provider runs' },
    measure: { help: 'time a training step on every engine that works, and remember it for engine.name auto' },
    ...configOptions,
  },
  run: async (input, { home, output, spawnKernel }) => {
    refuseMorePositionals(input, input.has('measure') ? 1 : 0)
    const trace = input.has('trace')
    const config = input.has('measure') ? measuredConfig(input) : null
    const { report, measured } = await withKernel(spawnKernel, home, async (kernel) => ({
      report: (await kernel.request('doctor', (id) => ({ type: 'doctor', id, trace }), 'doctor')).report,
      measured: config && (await kernel.request('enginesMeasured', (id) => ({ type: 'measureEngines', id, config }), 'measuring', (done, total) => output.progress(done < total ? `measuring engine ${done + 1} of ${total}` : ''))).times,
    }))
    const drivers = await examineDrivers(spawnKernel, home, report.drivers)
    const holder = lockHolder(home)
    const brought = networksIn(home)
    output.say([
      table(['engine', 'works', ''], report.engines.map(({ name, available, detail }) => [name, available ? 'yes' : 'no', detail])),
      `${report.cpu.model}, ${report.cpu.cores} cores, ${(report.cpu.memoryBytes / 2 ** 30).toFixed(1)} GiB of memory${report.adapters.map(({ name, driver }) => `; ${name}${driver ? `, driver ${driver}` : ''}`).join('')}`,
      ...(drivers.length > 0 ? [driversTable(drivers)] : []),
      Object.entries(report.versions).map(([name, version]) => `${name} ${version}`).join(', '),
      ...(measured ? [`a training step (${measured.step}):`, timesTable(measured)] : []),
      ...(report.nodes ? [table(['provider', 'nodes'], Object.entries(report.nodes).map(([name, count]) => [name, String(count)]))] : []),
      table(['measurement', 'can be made', ''], brought.map(({ name, missing }) => [name, missing.length === 0 ? 'yes' : 'no', missing.length === 0 ? '' : `put ${missing.join(', ')} into ${networksFolder(home)}: ${networks[name].what}`])),
      `home ${home}${holder === null ? '' : `, open in process ${holder}`}`,
    ].join('\n\n'))
    output.emit({ event: 'doctor', ...report, drivers, measured, networks: brought, home, openIn: holder })
    return report.engines.some(({ available }) => available) ? 0 : 1
  },
}

/** The config to measure with; nano where none is named. */
const measuredConfig = (input: Arguments): RunConfig => {
  const named = input.positionals[0] !== undefined || input.value('preset') !== undefined
  return named ? readConfig(input, input.positionals[0]).config : parseConfig({ ...readSettings(input), preset: 'nano' })
}

const driversTable = (drivers: readonly ExaminedDriver[]): string =>
  table(['Vulkan driver', 'webgpu works', ''], drivers.map(({ name, chosen, available, detail }) => [name, available ? 'yes' : 'no', !available ? detail : chosen ? 'chosen' : `lab setup webgpu --driver ${name} chooses it`]))

const timesTable = ({ times }: EngineTimes): string =>
  table(['engine', 'threads', 'ms a step', ''], times.map(({ engine, threads, milliseconds, reason }) => [engine, threads === 0 ? '' : String(threads), milliseconds?.toFixed(1) ?? '–', reason ?? '']))
