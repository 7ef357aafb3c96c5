import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { createReferenceEngine } from '../../kernel/engine/eagerEngine.ts'
import { conformance, conformanceSteps, type Conformance } from './conformanceTask.ts'
import { softwareGpu } from './softwareGpu.ts'

/**
 * Furthest that an engine may be from tfjs cpu, as a share of 1 + |value|; pixels are 0 … 255. Graphics hardware may
 * round sines, exponentials and roots far more coarsely than IEEE arithmetic does.
 */
const onProcessor: Record<keyof Conformance, number> = { outputs: 1e-5, gradients: 1e-5, losses: 1e-4, recomputed: 1e-4, convolved: 1e-4, state: 1e-3, drawn: 0.02 }
const onGraphics: Record<keyof Conformance, number> = { outputs: 1e-3, gradients: 1e-3, losses: 2e-3, recomputed: 2e-3, convolved: 2e-3, state: 1e-2, drawn: 0.05 }

type Report = { results: Conformance } | { trouble: string }

const inProcess = async (engine: string): Promise<Report> => {
  const child = fork(path.join(import.meta.dirname, 'engineProcess.ts'), [engine], { execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'], env: { ...process.env, ...(engine === 'webgpu' ? softwareGpu() : {}) } })
  const ended = once(child, 'exit').then(([code, signal]): Report => ({ trouble: `its process ended (${signal ?? code})` }))
  return Promise.race([once(child, 'message').then(([report]) => report as Report), ended])
}

const furthest = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!) / (1 + Math.abs(b[i]!))), 0)

/** Engines that some machines lack: their reports say why, and the test is reported as not run. */
const optional = ['webgpu', 'cuda', 'directml', 'coreml', 'tensorflow']

describe('one program, every engine', () => {
  let reference: Conformance
  beforeAll(async () => {
    reference = await conformance(await createReferenceEngine())
  })

  for (const engine of ['cpu', ...optional]) {
    test(`${engine}: forward, gradients, ${conformanceSteps} steps, steps with results computed again, U-Net patches, every state tensor and a drawing are those of tfjs cpu`, { timeout: 300_000 }, async ({ skip }) => {
      const report = await inProcess(engine)
      if ('trouble' in report) {
        expect(optional, report.trouble).toContain(engine)
        expect(report.trouble).toMatch(new RegExp(`^The engine "${engine}" does not work here: .+\\.$`))
        return skip(report.trouble)
      }
      const { results } = report
      const allowed = engine === 'cpu' || engine === 'tensorflow' ? onProcessor : onGraphics
      const kinds = Object.keys(allowed) as (keyof Conformance)[]
      expect(kinds.map((kind) => results[kind].length)).toEqual(kinds.map((kind) => reference[kind].length))
      const apart = kinds.map((kind) => ({ kind, by: furthest(results[kind], reference[kind]), allowed: allowed[kind] }))
      expect(apart.filter(({ by, allowed }) => !(by < allowed))).toEqual([])
    })
  }
})
