import type { Section, SectionResult } from '../sections/section.ts'
import { markdownResult } from './markdown.ts'

/** What the numbers of a section were taken with. */
export interface Circumstances {
  date: string
  command: string
  machine: Readonly<Record<string, string>>
  versions: Readonly<Record<string, string>>
  threads: number
}

const head = `# Benchmarks

Written by \`npm run bench -- --write docs/benchmarks.md\`; nothing here is typed in by hand. A section that a command does not run keeps
what it had, with its own date, machine and command.`

const open = (name: string): string => `<!-- section: ${name} -->`
const close = (name: string): string => `<!-- end of section: ${name} -->`

/** A section as it stands in the document. @param folder where the charts lie, seen from the document */
export const sectionText = ({ name, title, about }: Section, result: SectionResult, { date, command, machine, versions, threads }: Circumstances, folder: string): string => [
  open(name),
  `## ${title}`,
  about,
  markdownResult(result, folder),
  [
    `<sub>${date} · ${Object.values(machine).join(' · ')} · ${threads} ${threads === 1 ? 'thread' : 'threads'} · ` +
      `${Object.entries(versions).map(([what, version]) => `${what} ${version}`).join(', ')}<br>`,
    `<code>${command.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</code></sub>`,
  ].join('\n'),
  close(name),
].join('\n\n')

/** The stored texts of a document's sections, by name. */
const textsIn = (document: string): Map<string, string> => {
  const texts = new Map<string, string>()
  for (const [, name] of document.matchAll(/<!-- section: (\S+) -->/g)) {
    const from = document.indexOf(open(name!)), to = document.indexOf(close(name!))
    if (to > from) texts.set(name!, document.slice(from, to + close(name!).length))
  }
  return texts
}

/**
 * The document with new texts of some sections; all others keep what they have.
 * @param before the document as it was; '' for none
 * @param order names of all sections, in the order of the document; those it does not know come last
 */
export const updateDocument = (before: string, order: readonly string[], fresh: ReadonlyMap<string, string>): string => {
  const texts = new Map([...textsIn(before), ...fresh])
  const names = [...order.filter((name) => texts.has(name)), ...[...texts.keys()].filter((name) => !order.includes(name))]
  return `${[head, ...names.map((name) => texts.get(name)!)].join('\n\n')}\n`
}
