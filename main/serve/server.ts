import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { InputError } from '../../protocol/errors.ts'
import type { Host } from '../host/host.ts'
import { cookieName, cookieValue, isLoopbackHost, isOwnOrigin, newToken, sameToken, tokenCookie } from './accessPolicy.ts'
import { securityHeaders } from './contentSecurityPolicy.ts'
import { mediaOf } from './mediaPath.ts'
import { attachSocket } from './socketSession.ts'
import { staticFile } from './staticFiles.ts'

export interface Server {
  /** The address to open, with its token. */
  url: string
  port: number
  close(): Promise<void>
}

export interface ServeOptions {
  host: Pick<Host, 'dispatch' | 'onAny' | 'runs'>
  /** 0 takes any free port. */
  port: number
  /** Folder of the built page. */
  page: string
  /** What the address carries; left out, a new one that ends with the server. */
  token?: string
}

/** How often a silent socket is asked whether it is still there. */
const heartbeat = 30_000

/**
 * Serves the page, pictures and the socket on the loopback address only. Everything needs the token of the address.
 * @throws InputError when the port is taken
 */
export const serve = async ({ host, port, page, token = newToken() }: ServeOptions): Promise<Server> => {
  const server = createServer((request, response) => {
    answer(request, response).catch(() => {
      if (!response.headersSent) refuse(response, 500, 'The file could not be read.')
      else response.destroy()
    })
  })
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 32 * 2 ** 20 })
  const bound = await listen(server, port)

  const mayEnter = (request: IncomingMessage, url: URL): boolean =>
    sameToken(url.searchParams.get('token'), token) || sameToken(cookieValue(request.headers.cookie, cookieName(bound)), token)
  const isOwn = ({ headers }: IncomingMessage): boolean => isLoopbackHost(headers.host) && isOwnOrigin(headers.origin, headers.host)

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = urlOf(request)
    const { host: name } = request.headers
    const own = isLoopbackHost(name) ? [`ws://${name}`, `wss://${name}`] : []
    for (const [header, value] of Object.entries(securityHeaders(own))) response.setHeader(header, value)
    if (url === null || !isOwn(request)) return refuse(response, 403, 'This address answers only to pages of its own, by the name 127.0.0.1 or localhost.')
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, 'Only GET is answered here.')
    if (!mayEnter(request, url)) return refuse(response, 403, 'Open the whole address that was printed at start: it carries a token.')
    if (url.pathname === '/') response.setHeader('Set-Cookie', tokenCookie(bound, token))
    const media = mediaOf(url.pathname)
    const bytes = media && host.runs.picture(media.hash)
    const file = bytes ? { bytes, type: media!.type, immutable: true } : await staticFile(page, url.pathname)
    if (!file) return refuse(response, 404, url.pathname === '/' ? `The page is not built: there is no index.html in ${page}; run npm start.` : 'There is no such file.')
    response.setHeader('Content-Type', file.type)
    response.setHeader('Cache-Control', file.immutable ? 'private, max-age=31536000, immutable' : 'no-store')
    response.end(request.method === 'HEAD' ? undefined : file.bytes)
  }

  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy())
    const url = urlOf(request)
    if (url?.pathname !== '/socket' || !isOwn(request) || !mayEnter(request, url)) {
      stream.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
      return
    }
    sockets.handleUpgrade(request, stream, head, (socket) => attachSocket(socket, host))
  })
  const silent = new WeakSet<object>()
  const pulse = setInterval(() => {
    for (const socket of sockets.clients) {
      if (silent.has(socket)) socket.terminate()
      silent.add(socket)
      socket.once('pong', () => silent.delete(socket)).ping()
    }
  }, heartbeat)

  return {
    url: `http://127.0.0.1:${bound}/?token=${token}`,
    port: bound,
    async close() {
      clearInterval(pulse)
      for (const socket of sockets.clients) socket.close(1001, 'the server is closing')
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()))
      setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate()
        server.closeAllConnections()
      }, 500)
      await closed
    },
  }
}

const listen = (server: ReturnType<typeof createServer>, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' || error.code === 'EACCES'
        ? new InputError(`Port ${port} ${error.code === 'EACCES' ? 'may not be used' : 'is taken'}; choose another with --port, or leave it out.`)
        : error)
    })
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })

const urlOf = (request: IncomingMessage): URL | null => URL.parse(request.url ?? '', 'http://127.0.0.1')

const refuse = (response: ServerResponse, status: number, sentence: string): void => {
  response.statusCode = status
  response.setHeader('Content-Type', 'text/plain; charset=utf-8')
  response.setHeader('Cache-Control', 'no-store')
  response.end(`${sentence}\n`)
}
