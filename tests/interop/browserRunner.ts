import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import type * as Ort from 'onnxruntime-web'
import type { HostTensors } from '../../kernel/engine/engine.ts'
import { launchBrowser } from '../end-to-end/browser.ts'
import type { RunGraph } from './graphRunner.ts'

/** A tensor on its way between a page and this process. */
interface Sent {
  dtype: 'float32' | 'int32'
  shape: number[]
  data: number[]
}

const origin = 'http://localhost'
const emptyPage = '<!doctype html><title>Exports</title><script type="module">import * as ort from "/runtime/ort.wasm.min.mjs"; globalThis.ort = ort</script>'
const runtime = path.dirname(createRequire(import.meta.url).resolve('onnxruntime-web'))

let opened: Promise<{ browser: Browser; page: Page }> | null = null
/** The folder of an export by the name that the page asks for it by. */
const folders = new Map<string, string>()

/** One page for all exports: ONNX Runtime's WebAssembly is loaded once. What the page asks for is read from the disk, and no server is there. */
const openPage = async (): Promise<{ browser: Browser; page: Page }> => {
  const browser = await launchBrowser()
  const page = await browser.newPage()
  await page.route(`${origin}/**`, async (route) => {
    const [, first = '', ...rest] = new URL(route.request().url()).pathname.split('/')
    if (first === '') return route.fulfill({ contentType: 'text/html', body: emptyPage })
    const name = rest.join('/')
    const contentType = name.endsWith('.mjs') ? 'text/javascript' : name.endsWith('.wasm') ? 'application/wasm' : 'application/octet-stream'
    return route.fulfill({ contentType, body: await readFile(path.join(first === 'runtime' ? runtime : folders.get(first)!, name)) })
  })
  await page.goto(`${origin}/`)
  await page.waitForFunction(() => 'ort' in globalThis)
  return { browser, page }
}

/** An exported ONNX folder in ONNX Runtime Web, on its WebAssembly, in a page of Chromium. */
export const openInBrowser = async (folder: string): Promise<RunGraph> => {
  const { page } = await (opened ??= openPage())
  const name = `export-${folders.size}`
  folders.set(name, folder)
  return async (graph, feeds) => {
    const sent = Object.fromEntries(Object.entries(feeds).map(([input, { dtype, shape, data }]): [string, Sent] => [input, { dtype, shape: [...shape], data: [...data] }]))
    const results = await page.evaluate(runInPage, { model: `/${name}/${graph}.onnx`, feeds: sent })
    return Object.fromEntries(Object.entries(results).map(([output, { dtype, shape, data }]) =>
      [output, { dtype, shape, data: dtype === 'int32' ? Int32Array.from(data) : Float32Array.from(data) }])) as HostTensors
  }
}

export const closeBrowser = async (): Promise<void> => {
  const { browser } = (await opened) ?? {}
  opened = null
  await browser?.close()
}

/** What the page does: the whole of what a user of an export would write. */
const runInPage = async ({ model, feeds }: { model: string; feeds: Record<string, Sent> }): Promise<Record<string, Sent>> => {
  const { ort } = globalThis as unknown as { ort: typeof Ort }
  ort.env.wasm.numThreads = 1
  const session = await ort.InferenceSession.create(model, { executionProviders: ['wasm'] })
  const results = await session.run(Object.fromEntries(session.inputNames.map((name) => {
    const { dtype, shape, data } = feeds[name]!
    return [name, dtype === 'int32' ? new ort.Tensor('int32', Int32Array.from(data), shape) : new ort.Tensor('float32', Float32Array.from(data), shape)]
  })))
  await session.release()
  return Object.fromEntries(Object.entries(results).map(([name, { type, dims, data }]) =>
    [name, { dtype: type === 'int32' ? 'int32' : 'float32', shape: [...dims], data: Array.from(data as Float32Array) }]))
}
