import type { Compiled, HostTensors, Runs, State } from './engine.ts'

/**
 * Runs a program once for each of `runs.each`, what is carried going from one run into the next. A program with such runs does not change its state.
 * @returns the outputs of the last
 * @throws as `Compiled.run`
 */
export const runEach = async (compiled: Compiled, runs: Runs, state: State): Promise<HostTensors> => {
  if (compiled.runEach) return compiled.runEach(runs, state)
  let inputs = runs.inputs, outputs: HostTensors = {}
  for (const own of runs.each) {
    outputs = await compiled.run({ ...inputs, ...own }, state)
    inputs = { ...inputs, ...Object.fromEntries(Object.entries(runs.carried).map(([output, input]) => [input, outputs[output]!.data])) }
  }
  return outputs
}
