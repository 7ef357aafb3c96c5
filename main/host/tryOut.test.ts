import { expect, test } from 'vitest'
import { createTryOut } from './runs/tryOut.ts'
import type { RunService } from './runs/runService.ts'

type Generate = RunService['generate']

/** A service that says one text in two pieces, and waits to be stopped where the prompt says so. */
const service = (asked: unknown[]): RunService => {
  const generate: Generate = async (run, request, { onPart, signal } = {}) => {
    asked.push([run, request])
    onPart?.({ row: 0, index: 0, part: { text: 'a' } })
    onPart?.({ row: 0, index: 0, part: { text: 'a ring' } })
    const wait = request.prompts[0]!.some((part) => 'text' in part && part.text === 'wait')
    if (wait) await new Promise((_, reject) => signal!.addEventListener('abort', () => reject(new Error('It was stopped.'))))
    return [{ parts: [{ text: 'a ring' }], ended: 'endOfText' }]
  }
  return { generate } as unknown as RunService
}

test('what the prompt box asks for: files from base64, texts told under the ticket as they grow', async () => {
  const asked: unknown[] = [], events: unknown[] = []
  const tryOut = createTryOut(service(asked), (name, data) => events.push([name, data]))
  const image = Buffer.from('png').toString('base64')
  expect(await tryOut['run.generate']({ run: 'r', ticket: 't', parts: [{ image }, { text: 'so' }], seed: 0, next: 'image' })).toEqual({ parts: [{ text: 'a ring' }], ended: 'endOfText' })
  expect(asked).toEqual([['r', { prompts: [[{ image: Buffer.from('png') }, { text: 'so' }]], seed: 0, next: 'image' }]])
  expect(events).toEqual([['generating', { ticket: 't', index: 0, text: 'a' }], ['generating', { ticket: 't', index: 0, text: 'a ring' }]])
})

test('a ticket stops its own request and no other', async () => {
  const tryOut = createTryOut(service([]), () => {})
  const waiting = tryOut['run.generate']({ run: 'r', ticket: 'one', parts: [{ text: 'wait' }], seed: 0 })
  const settled = waiting.catch((error: Error) => error.message)
  await tryOut['run.stopGenerating']({ ticket: 'two' })
  await tryOut['run.stopGenerating']({ ticket: 'one' })
  expect(await settled).toBe('It was stopped.')
})
