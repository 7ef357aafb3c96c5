import { handleMessages } from './service.ts'
import { hostPort } from './hostPort.ts'

/** The training kernel: a process of its own, so that a crash never takes the app down. Messages in, messages out. */
const port = hostPort()
handleMessages(port)
port.send({ type: 'ready' })

// Ctrl-C in a terminal reaches every process of it; it is the host that says when a run stops.
process.on('SIGINT', () => {})
