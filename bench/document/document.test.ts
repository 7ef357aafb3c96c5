import { describe, expect, test } from 'vitest'
import type { Section } from '../sections/section.ts'
import { sectionText, updateDocument } from './document.ts'
import { markdownTable } from './markdown.ts'

const section = (name: string): Section => ({ name, title: `Title of ${name}`, about: 'What it is.', standard: true, run: async () => ({ tables: [], data: null }) })
const textOf = (name: string, value: string): string =>
  sectionText(section(name), { tables: [{ columns: ['ms'], rows: [[value]] }], charts: [{ name: 'curve', alt: 'A curve', svg: '<svg/>' }], data: null }, { date: '2026-01-02', command: 'bench <x>', machine: { processor: 'P' }, versions: { node: '24' }, threads: 2 }, 'benchmarks')

describe('the document of benchmarks', () => {
  test('a section has its table, its charts, and what it was taken with', () => {
    const text = textOf('step', '12.5')
    for (const part of ['## Title of step', '| 12.5 |', '![A curve](benchmarks/curve.svg)', '2026-01-02 · P · 2 threads · node 24', '<code>bench &lt;x></code>']) expect(text).toContain(part)
  })

  test('a section that is not run keeps its text; one that is run is replaced; the order is that of the sections', () => {
    const order = ['step', 'scaling', 'memory']
    const first = updateDocument('', order, new Map([['memory', textOf('memory', '1')], ['step', textOf('step', '2')]]))
    const second = updateDocument(first, order, new Map([['memory', textOf('memory', '3')], ['scaling', textOf('scaling', '4')]]))
    expect(second).toContain(textOf('step', '2'))
    expect(second).not.toContain(textOf('memory', '1'))
    expect([...second.matchAll(/## Title of (\w+)/g)].map(([, name]) => name)).toEqual(order)
    expect(updateDocument(second, order, new Map())).toBe(second)
  })

  test('a section of an older or newer version is not lost', () => {
    const before = updateDocument('', ['other'], new Map([['other', textOf('other', '9')]]))
    expect(updateDocument(before, ['step'], new Map([['step', textOf('step', '1')]]))).toContain(textOf('other', '9'))
  })
})

test('columns line up, and a bar within a cell does not end it', () => {
  expect(markdownTable({ title: 'T', columns: ['a', 'long name'], rows: [['1|2', '3']] })).toBe('**T**\n\n| a    | long name |\n|------|-----------|\n| 1\\|2 | 3         |')
})
