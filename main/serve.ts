import { parseArgs } from 'node:util'
import { InputError, messageOf } from '../protocol/errors.ts'
import { resolveHome } from './host/home.ts'
import { keptToken } from './serve/keptToken.ts'
import { createLocalHost, pageFolder } from './serve/localHost.ts'
import { serve, type Server } from './serve/server.ts'

export { serve } from './serve/server.ts'

/** The port that is tried first, so that the address stays the same from day to day. */
const usualPort = 7117

const portOf = (given: string | undefined): number | null => {
  if (given === undefined) return null
  if (!/^\d{1,5}$/.test(given) || Number(given) > 65535) throw new InputError(`--port ${given} is no port; give a number from 0 to 65535.`)
  return Number(given)
}

const readOptions = (): { home?: string | undefined; port?: string | undefined } => {
  try {
    return parseArgs({ options: { home: { type: 'string' }, port: { type: 'string' } } }).values
  } catch (error) {
    throw new InputError(`${messageOf(error)}. There are --home DIR and --port N.`)
  }
}

/** Serves the app until the process is asked to end. */
const main = async (): Promise<void> => {
  const options = readOptions()
  const port = portOf(options.port)
  const host = createLocalHost({ home: resolveHome(options.home) })
  for (const notice of host.notices) console.log(notice)
  const open = (at: number): Promise<Server> => serve({ host, port: at, page: pageFolder(), token: keptToken(host.home) })
  const server = await (port === null ? open(usualPort).catch(() => open(0)) : open(port)).catch(async (thrown: unknown) => {
    await host.close()
    throw thrown
  })
  console.log(`Transfusion Lab is at ${server.url}`)
  console.log(`Runs and notebooks are kept in ${host.home}. Ctrl+C ends it; a run in training stops at a checkpoint and can be resumed.`)

  let ending = false
  const end = async (): Promise<void> => {
    if (ending) process.exit(1)
    ending = true
    await server.close()
    await host.close()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end())
}

if (import.meta.main) {
  main().catch((thrown: unknown) => {
    console.error(thrown instanceof InputError ? thrown.message : thrown)
    process.exitCode = thrown instanceof InputError ? 2 : 1
  })
}
