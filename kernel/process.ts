import { handleMessages } from './service.ts'
import { hostPort } from './hostPort.ts'

/** The training kernel: a process of its own, so that a crash never takes the app down. Messages in, messages out. */
const port = hostPort()
handleMessages(port)
port.send({ type: 'ready' })
