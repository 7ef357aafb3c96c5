import type { UtilityProcess } from 'electron'

/** Ends a utility process at once; Electron's own `kill` asks, which code that never yields does not hear. */
export const endProcess = (child: UtilityProcess): void => {
  try {
    if (child.pid === undefined) child.kill()
    else process.kill(child.pid, 'SIGKILL')
  } catch {
    // It has gone already.
  }
}
