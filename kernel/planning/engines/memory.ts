import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { EngineTimes } from '../../../protocol/engines.ts'
import { graphicsAdapters } from '../../engine/adapters.ts'
import { createOnnxEngine } from '../../engine/onnxEngine.ts'
import { tensorFlowInstallation } from '../../engine/tensorflow/load.ts'

/** What decides how fast engines are, beside the step: processor, cards, drivers, and the engines' versions. */
export const machineKey = (folder: string): string => JSON.stringify({
  processor: `${os.cpus()[0]?.model.trim() ?? 'unknown'} × ${os.availableParallelism()}`,
  adapters: graphicsAdapters(),
  versions: { ...createOnnxEngine({ threads: 1 }).record.versions, tensorflow: tensorFlowInstallation(path.join(folder, 'tensorflow'))?.tensorflow ?? null },
})

/** Engines' times, kept in a home by machine and step. A file that cannot be read is as good as none: it is measured again. */
export class EngineMemory {
  readonly #folder: string
  readonly #machine: string

  constructor(folder: string) {
    this.#folder = folder
    this.#machine = machineKey(folder)
  }

  recall(step: string): EngineTimes | null {
    return this.#read()[this.#key(step)] ?? null
  }

  keep(times: EngineTimes): void {
    this.#write('measured.json', { ...this.#read(), [this.#key(times.step)]: times })
  }

  /** An engine under whose trial the process ended, or null. A driver can take a process down with it. */
  get fatal(): string | null {
    const file = path.join(this.#folder, 'trying.json')
    if (!existsSync(file)) return null
    const { machine, engine } = readJson(file) as { machine?: string; engine?: string }
    return machine === this.#machine ? (engine ?? null) : null
  }

  /** Notes an engine as fatal while `work` goes on, and takes the note away when the process has outlived it. */
  async trying<Result>(engine: string, work: () => Promise<Result>): Promise<Result> {
    this.#write('trying.json', { machine: this.#machine, engine })
    try {
      return await work()
    } finally {
      rmSync(path.join(this.#folder, 'trying.json'), { force: true })
    }
  }

  #key(step: string): string {
    return `${this.#machine} ${step}`
  }

  #read(): Record<string, EngineTimes> {
    return readJson(path.join(this.#folder, 'measured.json')) as Record<string, EngineTimes>
  }

  #write(name: string, value: object): void {
    mkdirSync(this.#folder, { recursive: true })
    const temporary = path.join(this.#folder, `${name}.${process.pid}`)
    writeFileSync(temporary, JSON.stringify(value, null, 2))
    renameSync(temporary, path.join(this.#folder, name))
  }
}

const readJson = (file: string): object => {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}
