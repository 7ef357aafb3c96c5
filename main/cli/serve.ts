import { InputError } from '../../protocol/errors.ts'
import { labTypes } from '../cells/labTypes.ts'
import { createNotebookService } from '../host/notebooks/notebookService.ts'
import { keptToken } from '../serve/keptToken.ts'
import { pageFolder } from '../serve/localHost.ts'
import { serve as startServer } from '../serve/server.ts'
import { numberOption, refuseMorePositionals, type Command } from './command.ts'

/** The port that is tried first, so that the address stays the same from day to day. */
const usualPort = 7117

/** `lab serve`: the app in a browser. */
export const serve: Command = {
  name: 'serve',
  usage: '[--port N]',
  summary: 'Serve the app on this machine\'s loopback address, for a browser here or through SSH. Ctrl-C ends it.',
  options: { port: { value: 'N', help: `port; 0 takes any free one (${usualPort}, or any when it is taken)` } },
  run: async (input, context) => {
    const { output } = context
    refuseMorePositionals(input, 0)
    const port = numberOption(input, 'port', { least: 0 })
    if (port !== undefined && port > 65535) throw new InputError(`--port ${port} is no port; the most is 65535.`)
    const host = context.openHost({ notebooks: createNotebookService, labTypes: labTypes(), startWaiting: true })
    const open = (at: number) => startServer({ host, port: at, page: pageFolder(), token: keptToken(host.home) })
    const server = await (port === undefined ? open(usualPort).catch(() => open(0)) : open(port))
    output.say(`Transfusion Lab is at ${server.url}`)
    output.emit({ event: 'serving', url: server.url, port: server.port })
    const { promise: interrupted, resolve } = Promise.withResolvers<void>()
    context.onInterrupt((time) => {
      if (time === 1) resolve()
      else process.exit(1)
    })
    await interrupted
    output.note('Closing; a run in training stops after a checkpoint.')
    await server.close()
    output.emit({ event: 'finished' })
    return 0
  },
}
