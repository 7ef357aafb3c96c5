import { AsyncLocalStorage } from 'node:async_hooks'
import vm from 'node:vm'
import { cellGlobals } from './cellGlobals.ts'
import { createCellConsole } from './cellConsole.ts'
import { createConfigBook } from './configBook.ts'
import { errorOutput } from './errorOutput.ts'
import { createHostCalls, InterruptError } from './hostCalls.ts'
import { createLab } from './lab.ts'
import type { LabContext } from './labContext.ts'
import { tableOutput } from './labTable.ts'
import { createOutputBuffer, type OutputBuffer } from './outputBuffer.ts'
import { transformCell } from './transform.ts'
import { valueOutput } from './valueOutput.ts'
import type { FromWorker, ToWorker } from './workerMessages.ts'

/** Evaluates cells in one shared global object. */
export interface CellRunner {
  receive(message: ToWorker): void
  /** For what a cell started and did not wait for. */
  stray(thrown: unknown): void
}

interface Running {
  cell: string
  file: string
  buffer: OutputBuffer
}

/** @param send takes messages to the host */
export const createCellRunner = (send: (message: FromWorker) => void): CellRunner => {
  const current = new AsyncLocalStorage<Running>()
  const calls = createHostCalls(send)
  let latest: Running | undefined
  const running = (): Running | undefined => current.getStore() ?? latest
  const emit: LabContext['emit'] = (output) => running()?.buffer.emit(output)
  const context: LabContext = {
    book: createConfigBook(),
    call: (name, input) => calls.call(running()?.cell ?? '', name, input),
    emit,
    shown: new WeakSet(),
  }
  const console = createCellConsole((text) => running()?.buffer.write(text), tableOutput, emit)
  const globals = vm.createContext({ ...cellGlobals(), console, lab: createLab(context) })

  const evaluate = async (source: string, file: string): Promise<void> => {
    const { code, names } = transformCell(source)
    const fresh = names.filter((name) => !(name in globals))
    for (const name of fresh) globals[name] = undefined
    try {
      const script = new vm.Script(code, { filename: file, importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER })
      const result = (await (script.runInContext(globals) as () => Promise<{ value: unknown } | undefined>)())
      const output = valueOutput(result?.value, context)
      if (output) emit(output)
    } catch (thrown) {
      // A name whose cell failed before giving it a value is not there, rather than undefined.
      for (const name of fresh) if (globals[name] === undefined) delete globals[name]
      throw thrown
    }
  }

  const run = async ({ cell, source, file }: Extract<ToWorker, { type: 'run' }>): Promise<void> => {
    const buffer = createOutputBuffer((output) => send({ type: 'output', cell, output }))
    latest = { cell, file, buffer }
    const status = await current.run(latest, () => evaluate(source, file)).then(
      () => 'done' as const,
      (thrown: unknown) => {
        if (thrown instanceof InterruptError) return 'interrupted' as const
        buffer.emit(errorOutput(thrown, file))
        return 'failed' as const
      },
    )
    buffer.flush()
    send({ type: 'done', cell, status })
  }

  return {
    receive(message) {
      if (message.type === 'run') void run(message)
      else if (message.type === 'answer') calls.answer(message)
      else calls.interrupt()
    },
    stray(thrown) {
      const owner = running()
      if (!owner || thrown instanceof InterruptError) return
      owner.buffer.emit(errorOutput(thrown, owner.file))
      owner.buffer.flush()
    },
  }
}
