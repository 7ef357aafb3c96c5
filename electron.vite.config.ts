import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'
import page from './renderer/vite.config.ts'

const from = (path: string): string => resolve(import.meta.dirname, path)

/** A source file that is read as text beside its module is not beside the bundle: its text goes into the bundle. */
const textFiles: Plugin = {
  name: 'text-files',
  transform: {
    filter: { code: 'readFileSync(new URL(' },
    handler: (code, id) => code.replace(/readFileSync\(new URL\((['"])(.+?)\1, import\.meta\.url\), (['"])utf8\3\)/g, (_all, _quote, path: string) =>
      JSON.stringify(readFileSync(resolve(dirname(id), path), 'utf8'))),
  },
}

/** The host, the kernel, and the processes and threads that these start. */
export const main = {
  plugins: [textFiles],
  build: {
    outDir: 'out/main',
    rollupOptions: {
      input: { electron: from('main/electron.ts'), kernel: from('kernel/process.ts'), saveWorker: from('kernel/training/saveWorker.ts'), laneWorker: from('kernel/engine/lanes/laneWorker.ts'), cellWorker: from('main/cells/worker.ts'), queryProcess: from('main/store/query/queryProcess.ts') },
      output: { format: 'es' as const, entryFileNames: '[name].js' },
    },
  },
}

export default defineConfig({
  main,
  preload: {
    build: {
      outDir: 'out/preload',
      // A sandboxed preload must be one CommonJS file.
      externalizeDeps: false,
      rollupOptions: { input: { preload: from('main/preload.ts') }, output: { format: 'cjs', entryFileNames: '[name].cjs' } },
    },
  },
  renderer: page,
})
