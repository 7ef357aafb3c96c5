import os from 'node:os'
import { describeMachine } from './machine.ts'
import { measureSize, type SizeResult } from './measure.ts'
import { parseOptions, usage, type BenchOptions } from './options.ts'
import { reportHead, reportSize, type Circumstances } from './report.ts'
import { describeSize, sizes } from './sizes.ts'

const say = (text: string): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`)
}

const toJson = (circumstances: Circumstances, results: readonly SizeResult[]): string =>
  JSON.stringify({ ...circumstances, sizes: results.map(({ size, ...rest }) => ({ name: size.name, is: describeSize(size), ...rest })) })

const run = async (options: BenchOptions): Promise<void> => {
  const circumstances: Circumstances = {
    date: new Date().toISOString(),
    command: [...(process.env['BENCH_PYTHON'] ? [`BENCH_PYTHON=${JSON.stringify(process.env['BENCH_PYTHON'])}`] : []), 'npm run bench --', ...process.argv.slice(2)].join(' '),
    machine: describeMachine(),
    threads: options.threads,
  }
  if (!options.json) console.log(reportHead(circumstances))
  const results: SizeResult[] = []
  for (const name of options.sizes) {
    const result = await measureSize(sizes[name]!, { ...options, say })
    say('')
    if (!options.json) console.log(reportSize(result, options.hot))
    results.push(result)
  }
  if (options.json) console.log(toJson(circumstances, results))
  if (results.some(({ agreement }) => agreement?.agrees === false)) process.exitCode = 1
}

let options: BenchOptions | 'help' | null = null
try {
  options = parseOptions(process.argv.slice(2), process.env, os.availableParallelism())
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
  process.exitCode = 2
}
if (options === 'help') console.log(usage)
else if (options) {
  await run(options).catch((error: unknown) => {
    console.error(`The benchmark stopped: ${error instanceof Error ? error.message : String(error)}`)
    process.exitCode = 1
  })
}
