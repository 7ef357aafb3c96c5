import { join } from 'node:path'
import { forkKernel } from './forkKernel.ts'
import type { SpawnKernel } from './kernelProcess.ts'
import type { TestScript } from './testKernel.ts'

/** For tests: forks `testKernel.ts`. */
export const forkTestKernel = (script: TestScript = {}): SpawnKernel =>
  forkKernel(join(import.meta.dirname, 'testKernel.ts'), [JSON.stringify(script)])
