import { networks } from '../../protocol/networks.ts'
import { networksFolder } from '../host/home.ts'
import { lockHolder } from '../host/hostLock.ts'
import { networksIn } from '../host/networks.ts'
import { refuseMorePositionals, type Command } from './command.ts'
import { table } from './format.ts'
import { withKernel } from './kernelForCommand.ts'

/** `lab doctor`: what this machine can train with. */
export const doctor: Command = {
  name: 'doctor',
  usage: '[--trace]',
  summary: 'Say which engines work here and why others do not, and what measurements need that is not there; also while the app is open.',
  options: { trace: { help: 'trace a training step too, and count the nodes that each provider runs' } },
  run: async (input, { home, output, spawnKernel }) => {
    refuseMorePositionals(input, 0)
    const trace = input.has('trace')
    const { report } = await withKernel(spawnKernel, home, (kernel) => kernel.request('doctor', (id) => ({ type: 'doctor', id, trace }), 'doctor'))
    const holder = lockHolder(home)
    const brought = networksIn(home)
    output.say([
      table(['engine', 'works', ''], report.engines.map(({ name, available, detail }) => [name, available ? 'yes' : 'no', detail])),
      `${report.cpu.model}, ${report.cpu.cores} cores, ${(report.cpu.memoryBytes / 2 ** 30).toFixed(1)} GiB of memory`,
      Object.entries(report.versions).map(([name, version]) => `${name} ${version}`).join(', '),
      ...(report.nodes ? [table(['provider', 'nodes'], Object.entries(report.nodes).map(([name, count]) => [name, String(count)]))] : []),
      table(['measurement', 'can be made', ''], brought.map(({ name, missing }) => [name, missing.length === 0 ? 'yes' : 'no', missing.length === 0 ? '' : `put ${missing.join(', ')} into ${networksFolder(home)}: ${networks[name].what}`])),
      `home ${home}${holder === null ? '' : `, open in process ${holder}`}`,
    ].join('\n\n'))
    output.emit({ event: 'doctor', ...report, networks: brought, home, openIn: holder })
    return report.engines.some(({ available }) => available) ? 0 : 1
  },
}
