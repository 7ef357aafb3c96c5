import type { Score } from '../../protocol/kernelMessages.ts'
import type { Wave } from '../data/document.ts'
import { captionedWave } from '../data/segments.ts'
import { openWaves } from '../data/waves/dataset.ts'
import { toneOfPrompt, type AskedTone } from '../data/waves/prompt.ts'
import { wavePrompts } from '../data/waves/prompts.ts'
import { captionWaves } from '../generation/captionWaves.ts'
import { drawWaves } from '../generation/drawWaves.ts'
import type { InferenceModel } from '../generation/inferenceModel.ts'
import { checkWave } from './waveChecker.ts'

/** A score with what it was read off. */
export interface ScoredWaves {
  score: Score
  drawn: { prompt: string; wave: Wave }[]
  captioned: { wave: Wave; caption: string; reference: string }[]
}

/** Which words of a tone are right; `both` are timbre and pitch, `all` are all four. */
interface Hit { timbre: boolean; pitch: boolean; loudness: boolean; envelope: boolean; both: boolean; all: boolean }

/**
 * Makes `count` waves from prompts that name all four words of a tone, and captions `count` held-out waves, none of whose
 * tones was trained on. A made wave has a word right when the checker, which does not know the prompt, hears it; a caption
 * when it is true of the wave, as the checker hears it, or says nothing of it. Timbre and pitch must be said.
 */
export const scoreWaves = async (model: InferenceModel, count: number, seed: number, onProgress?: (done: number, total: number) => void): Promise<ScoredWaves> => {
  const { config } = model
  const prompts = wavePrompts(count, config.data.heldOut)
  const { guidance, steps, sampler } = config.sample
  const waves = await drawWaves(model, prompts, { guidance, steps, sampler, seed, onProgress: (done, total) => onProgress?.(done / total, 2) })
  const heldOut = openWaves({ ...config.waves, ...config.data }, 0)
  const documents = Array.from({ length: count }, (_, i) => captionedWave(heldOut.document('heldOut', i))!)
  const captions = await captionWaves(model, documents.map(({ wave }) => wave), { temperature: 0, seed, onProgress: (done, total) => onProgress?.(1 + done / total, 2) })
  return {
    score: {
      count,
      draw: rates(waves.map((wave, i) => hit(toneOfPrompt(prompts[i]!), wave))),
      caption: rates(captions.map((caption, i) => hit(toneOfPrompt(caption), documents[i]!.wave))),
    },
    drawn: waves.map((wave, i) => ({ prompt: prompts[i]!, wave })),
    captioned: documents.map(({ text, wave }, i) => ({ wave, caption: captions[i]!, reference: text })),
  }
}

const hit = (said: AskedTone | null, wave: Wave): Hit => {
  const heard = checkWave(wave)
  const right = (word: keyof AskedTone): boolean => said !== null && heard !== null && (said[word] === null || said[word] === heard[word])
  const [timbre, pitch, loudness, envelope] = [right('timbre'), right('pitch'), right('loudness'), right('envelope')]
  return { timbre, pitch, loudness, envelope, both: timbre && pitch, all: timbre && pitch && loudness && envelope }
}

const rates = (hits: readonly Hit[]): Score['draw'] => {
  const rate = (of: keyof Hit): number => hits.filter((one) => one[of]).length / Math.max(1, hits.length)
  return { timbre: rate('timbre'), pitch: rate('pitch'), loudness: rate('loudness'), envelope: rate('envelope'), both: rate('both'), all: rate('all') }
}
