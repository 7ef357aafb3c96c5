import type { KernelExit } from './kernelProcess.ts'

const signalNumbers: Record<number, string> = { 1: 'SIGHUP', 2: 'SIGINT', 4: 'SIGILL', 6: 'SIGABRT', 7: 'SIGBUS', 8: 'SIGFPE', 9: 'SIGKILL', 11: 'SIGSEGV', 15: 'SIGTERM' }

const windowsCodes: Record<number, string> = {
  0xc0000005: 'crashed in native code (access violation)',
  0xc00000fd: 'crashed in native code (stack overflow)',
  0xc0000409: 'crashed in native code (stack buffer overrun)',
  0xc0000135: 'could not start, as a DLL is missing',
  0xc000013a: 'was ended from outside (Ctrl-C)',
  0xc0000017: 'ran out of memory',
}

const signals: Record<string, string> = {
  SIGKILL: 'was killed (SIGKILL), probably by the system for lack of memory',
  SIGSEGV: 'crashed in native code (SIGSEGV)',
  SIGBUS: 'crashed in native code (SIGBUS)',
  SIGILL: 'met an instruction that this processor lacks (SIGILL)',
  SIGFPE: 'crashed in native code (SIGFPE)',
  SIGABRT: 'gave up (SIGABRT)',
  SIGTERM: 'was ended from outside (SIGTERM)',
  SIGINT: 'was ended from outside (SIGINT)',
  SIGHUP: 'was ended from outside (SIGHUP)',
}

/** What happened to a kernel, as the predicate of a sentence, and whether memory is the likely cause. */
const whatHappened = ({ code, signal, stderr }: KernelExit): { text: string; memory: boolean } => {
  if (/heap out of memory|std::bad_alloc|Cannot allocate memory|Array buffer allocation failed/i.test(stderr)) {
    return { text: 'ran out of memory', memory: true }
  }
  const name = signal ?? (code !== null && code > 128 && code < 160 ? signalNumbers[code - 128] : undefined)
  if (name !== undefined) return { text: signals[name] ?? `was ended by ${name}`, memory: name === 'SIGKILL' }
  const windows = code === null ? undefined : windowsCodes[code >>> 0]
  if (windows !== undefined) return { text: windows, memory: windows.includes('memory') }
  const error = lastError(stderr)
  if (error !== null) return { text: `stopped with ${error}`, memory: false }
  if (code === null) return { text: 'could not be started', memory: false }
  return { text: code === 0 ? 'ended by itself before its work was done' : `stopped with exit code ${code}`, memory: false }
}

/** The line that names the error in a stack trace. */
const lastError = (stderr: string): string | null => {
  const lines = stderr.split('\n').map((line) => line.trim())
  const line = lines.findLast((text) => /^(Uncaught )?\w*(Error|Exception)\b.*:/.test(text)) ?? lines.findLast((text) => /^(spawn|Error|fatal)/i.test(text))
  return line === undefined ? null : line.replace(/\.$/, '')
}

/**
 * One sentence for how a kernel ended: what happened, and what can be done.
 * @param resumeStep step of the run's last checkpoint; null when it has none; undefined when no run was under way
 */
export const exitReason = (exit: KernelExit, resumeStep?: number | null): string => {
  const { text, memory } = whatHappened(exit)
  if (resumeStep === undefined) return `The kernel ${text}.`
  const remedy = resumeStep === null ? 'it had no checkpoint yet, so resuming starts from step 0' : `resume from step ${resumeStep}`
  return `The kernel ${text}; ${remedy}${memory ? ', or lower train.batch' : ''}.`
}
