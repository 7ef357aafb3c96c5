import type { Requests } from '../../../protocol/api.ts'
import type { PromptPart } from '../../../protocol/generation.ts'
import type { Publish } from './publish.ts'
import type { RunService } from './runService.ts'

type Name = 'run.generate' | 'run.stopGenerating'
type Handlers = { [Each in Name]: (input: Requests[Each]['in']) => Promise<Requests[Each]['out']> }

/** What the page's prompt box asks for. A ticket, chosen by the page, names one of its requests in events and when it is stopped. */
export const createTryOut = (runs: RunService, publish: Publish): Handlers => {
  const stops = new Map<string, AbortController>()
  return {
    'run.generate': async ({ run, ticket, parts, seed, next, single }) => {
      const prompt = parts.map((part): PromptPart => ('text' in part ? part : { image: Buffer.from(part.image, 'base64') }))
      const stop = new AbortController()
      stops.set(ticket, stop)
      try {
        const [result] = await runs.generate(run, { prompts: [prompt], seed, ...(next === undefined ? {} : { next }), ...(single === undefined ? {} : { single }) }, {
          signal: stop.signal,
          onPart: ({ index, part }) => {
            if ('text' in part) publish('generating', { ticket, index, text: part.text })
          },
        })
        return result!
      } finally {
        stops.delete(ticket)
      }
    },
    'run.stopGenerating': async ({ ticket }) => {
      stops.get(ticket)?.abort()
      return null
    },
  }
}
