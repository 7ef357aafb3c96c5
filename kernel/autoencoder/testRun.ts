import { mkdtempSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { RunConfig } from '../../protocol/config/index.ts'
import type { KernelMessage } from '../../protocol/kernelMessages.ts'
import { RunControl } from '../training/control.ts'
import { trainRun } from '../training/run.ts'
import type { RunOptions } from '../training/session.ts'

/** For tests: a folder; the test run removes it with its own. */
export const temporaryFolder = (): string => mkdtempSync(path.join(os.tmpdir(), 'autoencoder-'))

type Of<Type extends KernelMessage['type']> = Extract<KernelMessage, { type: Type }>

/** For tests: a run from its start to its end, or until it is stopped after `stopAt` steps, and all that it said. */
export const trainForTest = async (config: RunConfig, { stopAt, ...given }: Partial<RunOptions> & { stopAt?: number } = {}) => {
  const messages: KernelMessage[] = []
  const control = new RunControl()
  await trainRun({ run: 'r', config, directory: temporaryFolder(), resumeFrom: null, ...given }, control, (message) => {
    messages.push(message)
    if (message.type === 'step' && message.step === stopAt) control.stop()
  })
  const of = <Type extends KernelMessage['type']>(type: Type): Of<Type>[] => messages.filter((message): message is Of<Type> => message.type === type)
  /** Folder of the last checkpoint. */
  /** What it drew and captioned, without the picture of its mask. */
  const drawn = of('pictures').filter(({ key }) => key !== 'mask')
  return { of, drawn, last: of('checkpoint').at(-1)!.directory }
}
