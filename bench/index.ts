import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { sectionText, updateDocument, type Circumstances } from './document/document.ts'
import { markdownResult } from './document/markdown.ts'
import { describeMachine, describeVersions } from './machine.ts'
import { parseOptions, usage, type BenchOptions } from './options.ts'
import { sections } from './sections/index.ts'
import type { Section, SectionResult } from './sections/section.ts'

const say = (text: string): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`)
}

/** As it would be typed: a word with anything special in it in quotes. */
const typed = (word: string): string => (/^[\w./:=,-]+$/.test(word) ? word : JSON.stringify(word))

const circumstancesOf = ({ threads }: BenchOptions): Circumstances => {
  return {
    date: new Date().toISOString().slice(0, 10),
    // Which interpreter it was is told by its versions; where it lies is this machine's own business.
    command: [...(process.env['BENCH_PYTHON'] ? ['BENCH_PYTHON=PYTHON'] : []), 'npm run bench --', ...process.argv.slice(2).map(typed)].join(' '),
    machine: describeMachine(), versions: describeVersions(), threads,
  }
}

/** Puts a section into the document as soon as it is done: one that fails later takes nothing away. */
const write = (file: string, section: Section, result: SectionResult, circumstances: Circumstances): void => {
  const folder = path.basename(file, '.md')
  const text = sectionText(section, result, circumstances, folder)
  mkdirSync(path.join(path.dirname(file), folder), { recursive: true })
  for (const { name, svg } of result.charts ?? []) writeFileSync(path.join(path.dirname(file), folder, `${name}.svg`), svg)
  const before = existsSync(file) ? readFileSync(file, 'utf8') : ''
  writeFileSync(file, updateDocument(before, sections.map(({ name }) => name), new Map([[section.name, text]])))
}

const run = async (options: BenchOptions): Promise<void> => {
  const circumstances = circumstancesOf(options)
  if (!options.json) console.log(`${circumstances.date} · ${Object.values(circumstances.machine).join(' · ')} · ${options.threads} threads\n$ ${circumstances.command}`)
  for (const section of sections.filter(({ name }) => options.sections.includes(name))) {
    const result = await section.run({ ...options, say })
    say('')
    if (options.json) console.log(JSON.stringify({ section: section.name, ...circumstances, data: result.data }))
    else console.log(`\n${section.title}\n\n${markdownResult(result, null)}`)
    if (options.write !== null) write(options.write, section, result, circumstances)
    if (result.differs) process.exitCode = 1
  }
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
