import { commands } from './cli/commands.ts'
import { runCli } from './cli/runCli.ts'
import { forkKernel } from './host/runs/forkKernel.ts'

// A reader that has seen enough (`lab runs | head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})

process.exitCode = await runCli(process.argv.slice(2), commands, {
  stdout: (text) => void process.stdout.write(text),
  stderr: (text) => void process.stderr.write(text),
  terminalColumns: process.stderr.isTTY ? process.stderr.columns : null,
  environment: process.env,
  spawnKernel: forkKernel(),
  onInterrupt: (listener) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, listener)
    return () => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, listener)
    }
  },
})
