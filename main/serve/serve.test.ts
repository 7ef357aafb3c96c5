import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { InputError } from '../../protocol/errors.ts'
import type { EventName } from '../../protocol/api.ts'
import { cookieValue, isLoopbackHost, isOwnOrigin, sameToken } from './accessPolicy.ts'
import { readRequestFrame, writeFrame } from './frames.ts'
import { serve, type Server } from './server.ts'
import { staticFile } from './staticFiles.ts'

const hash = 'ab'.repeat(32)
let folder = ''
let server: Server
const listeners = new Set<(event: EventName, data: unknown) => void>()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lab-serve-'))
  await mkdir(join(folder, 'page', 'assets'), { recursive: true })
  await writeFile(join(folder, 'page', 'index.html'), '<h1>page</h1>')
  await writeFile(join(folder, 'page', 'assets', 'a.js'), '1')
  await writeFile(join(folder, 'secret.js'), 'secret')
  server = await serve({
    port: 0, page: join(folder, 'page'),
    host: {
      runs: { picture: (sha: string) => (sha === hash ? Buffer.from('png') : null) } as never,
      onAny: (listener) => (listeners.add(listener), () => void listeners.delete(listener)),
      dispatch: async (name, input) => {
        if (name === 'run.get') throw new InputError('There is no run x.')
        return { name, input }
      },
    },
  })
})
afterAll(async () => {
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

const token = () => new URL(server.url).searchParams.get('token')!
const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  new Promise<{ status: number; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
    request({ port: server.port, host: '127.0.0.1', path, method, headers: { host: `127.0.0.1:${server.port}`, ...headers } }, (response) => {
      let body = ''
      response.on('data', (chunk) => (body += chunk)).on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body }))
    }).on('error', reject).end()
  })
const connect = (options: { query?: string; headers?: Record<string, string> } = {}) =>
  new Promise<WebSocket>((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/socket${options.query ?? `?token=${token()}`}`, { headers: options.headers ?? {} })
    socket.on('open', () => resolve(socket)).on('error', reject)
  })

describe('access', () => {
  test('the page comes with the token, then with its cookie, and not without', async () => {
    expect((await get('/')).status).toBe(403)
    expect((await get('/?token=wrong')).status).toBe(403)
    const first = await get(`/?token=${token()}`)
    expect(first).toMatchObject({ status: 200, body: '<h1>page</h1>' })
    const cookie = (first.headers['set-cookie'] as string[])[0]!
    expect(cookie).toMatch(/HttpOnly; SameSite=Strict/)
    const headers = { cookie: cookie.split(';')[0]! }
    expect((await get('/assets/a.js', headers)).status).toBe(200)
    expect((await get(`/media/${hash}.png`, headers)).body).toBe('png')
    expect((await get(`/media/${hash}.wav`, headers)).headers['content-type']).toBe('audio/wav')
    expect((await get(`/media/${'0'.repeat(64)}.png`, headers)).status).toBe(404)
  })

  test('strict headers on everything', async () => {
    const { headers } = await get(`/?token=${token()}`)
    expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'")
    expect(headers['content-security-policy']).toContain(`ws://127.0.0.1:${server.port}`)
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'no-referrer' })
    expect((await get('/')).headers['content-security-policy']).toContain("default-src 'none'")
  })

  test('another name of this machine is refused (DNS rebinding), and so are other origins and methods', async () => {
    const path = `/?token=${token()}`
    expect((await get(path, { host: 'evil.example' })).status).toBe(403)
    expect((await get(path, { host: 'localhost:9999' })).status).toBe(200)
    expect((await get(path, { origin: 'http://evil.example' })).status).toBe(403)
    expect((await get(path, {}, 'POST')).status).toBe(405)
  })

  test('nothing outside the folder of the page', async () => {
    for (const path of ['/../secret.js', '/%2e%2e/secret.js', '/..%2fsecret.js', '/assets/../../secret.js', '/%00', '/%zz']) {
      expect((await get(`${path}?token=${token()}`)).status, path).toBe(404)
      expect(await staticFile(join(folder, 'page'), path)).toBeNull()
    }
  })

  test('sockets need token and origin too', async () => {
    await expect(connect({ query: '' })).rejects.toThrow('403')
    await expect(connect({ headers: { origin: 'http://evil.example' } })).rejects.toThrow('403')
    await expect(connect({ headers: { host: 'evil.example' } })).rejects.toThrow('403')
    ;(await connect({ headers: { origin: `http://127.0.0.1:${server.port}` } })).close()
  })

  test('the parts', () => {
    expect([sameToken('a', 'a'), sameToken('a', 'b'), sameToken(null, 'a'), sameToken('aa', 'a')]).toEqual([true, false, false, false])
    expect(['127.0.0.1:80', 'localhost', '[::1]:7', 'localhost.evil.example', '127.0.0.1.nip.io', undefined].map(isLoopbackHost)).toEqual([true, true, true, false, false, false])
    expect([isOwnOrigin(undefined, 'a'), isOwnOrigin('http://a', 'a'), isOwnOrigin('http://b', 'a'), isOwnOrigin('null', 'a')]).toEqual([true, true, false, false])
    expect(cookieValue('a=1; lab_token_7=x=y', 'lab_token_7')).toBe('x=y')
  })
})

describe('the socket', () => {
  const ask = async (socket: WebSocket, text: string) => {
    const answer = new Promise<unknown>((resolve) => socket.once('message', (data) => resolve(JSON.parse(String(data)))))
    socket.send(text)
    return answer
  }

  test('answers, refuses and survives noise', async () => {
    const socket = await connect()
    expect(await ask(socket, '{"id":1,"request":"run.list","input":null}')).toEqual({ id: 1, ok: true, output: { name: 'run.list', input: null } })
    expect(await ask(socket, '{"id":2,"request":"run.get","input":{"run":"x"}}')).toEqual({ id: 2, ok: false, error: 'There is no run x.' })
    expect(await ask(socket, 'noise')).toEqual({ id: 0, ok: false, error: 'The frame is not JSON.' })
    expect(await ask(socket, '{"id":3}')).toMatchObject({ id: 3, ok: false })
    expect(await ask(socket, '[]')).toMatchObject({ id: 0, ok: false })
    socket.close()
  })

  test('carries events, with NaN as a word, until it closes', async () => {
    const socket = await connect()
    const event = new Promise<unknown>((resolve) => socket.once('message', (data) => resolve(JSON.parse(String(data)))))
    for (const listener of listeners) listener('metrics', { run: 'r', points: [{ step: 1, key: 'train.loss', value: NaN }] })
    expect(await event).toEqual({ event: 'metrics', data: { run: 'r', points: [{ step: 1, key: 'train.loss', value: 'NaN' }] } })
    socket.close()
    await expect.poll(() => listeners.size, { timeout: 30_000 }).toBe(0)
  })

  test('frames', () => {
    expect(readRequestFrame('{"id":1.5,"request":"a"}')).toMatchObject({ ok: false })
    expect(readRequestFrame('{"id":1,"request":"a"}')).toEqual({ id: 1, request: 'a', input: null })
    expect(writeFrame({ id: 1, ok: true, output: -Infinity })).toBe('{"id":1,"ok":true,"output":"-Infinity"}')
  })
})

test('a taken port is told', async () => {
  await expect(serve({ port: server.port, page: folder, host: {} as never })).rejects.toThrow('is taken')
})
