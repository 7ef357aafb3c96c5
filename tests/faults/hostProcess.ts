import { parseConfig } from '../../protocol/config/index.ts'
import { createHost } from '../../main/host/host.ts'
import { forkKernel } from '../../main/host/runs/forkKernel.ts'
import type { SpawnKernel } from '../../main/host/runs/kernelProcess.ts'
import { forkTestKernel } from '../../main/host/runs/testKernelEntry.ts'
import type { HostOrder } from './killedHost.ts'

// A host in a process of its own that trains one run, or goes on with it, and dies where it is told to.
const order = JSON.parse(process.argv[2]!) as HostOrder
const { dieAtMessage } = order
const spawn = order.kernel === 'test' ? forkTestKernel() : forkKernel()
let messages = 0

const spawnKernel: SpawnKernel = (home) => {
  const kernel = spawn(home)
  return {
    ...kernel,
    onMessage: (listener) => kernel.onMessage((message) => {
      messages++
      // Half of the deaths come before the message is taken in, half right after.
      if (messages === dieAtMessage && messages % 2 === 0) process.kill(process.pid, 'SIGKILL')
      listener(message)
      if (messages === dieAtMessage) process.kill(process.pid, 'SIGKILL')
    }),
  }
}

const host = createHost({ home: order.home, spawnKernel })
const known = host.runs.list()[0]
const run = known ? host.runs.resume(known.id) : host.runs.enqueue(parseConfig(order.config), { notebook: null, cell: null, userKeys: [] })
await host.runs.whenEnded(run.id)
await host.close()
