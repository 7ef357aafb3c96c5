import { spawn, type ChildProcess } from 'node:child_process'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')

/** A server on a home, as `npm start -- --serve` starts it. */
export interface ServedApp {
  server: ChildProcess
  /** With its token. */
  url: string
}

/** @param port 0 takes any that is free @throws Error when the server ends before it says where it is */
export const serveHome = async (home: string, port = 0): Promise<ServedApp> => {
  const server = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(root, 'main/serve.ts'), '--home', home, '--port', String(port)], { stdio: ['ignore', 'pipe', 'inherit'] })
  return { server, url: await addressOf(server) }
}

/** Resolves when a process has gone. */
export const endOf = (child: ChildProcess): Promise<unknown> =>
  new Promise((done) => (child.exitCode === null && child.signalCode === null ? child.once('exit', done) : done(null)))

const addressOf = (server: ChildProcess): Promise<string> =>
  new Promise((found, failed) => {
    let text = ''
    server.stdout!.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      const url = /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/.exec(text)?.[0]
      if (url) found(url)
    })
    server.once('exit', (code) => failed(new Error(`the server ended with exit code ${code}: ${text}`)))
  })
