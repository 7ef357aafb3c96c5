import { specials } from '../data/tokenizer.ts'
import { halvesFromNeighbours, halvesOfVector, plusOne, rowsOf, type Foreign, type Move } from './mapping.ts'
import type { Weight, Weights } from './weights.ts'

/** Tokens of text that its models have when text is bytes; then start and end of the sequence, the null text, start and end of a modality. */
const bytes = 256
const row = { start: bytes, beginModality: bytes + 3, endModality: bytes + 4 }

/**
 * lucidrains/transfusion-pytorch with one modality. Attention's projections, norms of queries and keys, the last norm, the embedding of
 * bytes and the projections of patches mean the same here. Its blocks do not: they have adaptive layer norms, gated heads, GEGLU,
 * residual attention over layers and soft-capped scores.
 */
export const openLucidrains = (weights: Weights): Foreign | null => {
  const first = weights['transformer.layers.0.1.fn.to_qk.0.weight'], embedding = weights['text_embed.weight']
  if (!first || !embedding) return null
  const [twice, dim] = first.shape as [number, number]
  const headDim = weights['transformer.layers.0.1.fn.q_norm.gamma']?.shape[0] ?? 64
  const layers = Object.keys(weights).filter((name) => /^transformer\.layers\.\d+\.1\.fn\.to_qk\.0\.weight$/.test(name)).length
  // Where latents have their channels first, each projection stands beside a rearrangement.
  const channelsFirst = weights['latent_to_model_projs.0.1.weight'] !== undefined
  const [into, outOf] = channelsFirst ? ['latent_to_model_projs.0.1', 'model_to_latent_projs.0.0'] : ['latent_to_model_projs.0', 'model_to_latent_projs.0']
  const encoder = weights[`${into}.weight`]
  const side = encoder ? Math.sqrt(encoder.shape[1]! / 3) : NaN
  return {
    format: 'lucidrains',
    sizes: {
      'model.dim': dim, 'model.layers': layers, 'model.heads': twice / 2 / headDim, 'model.qkNorm': true, 'model.tiedEmbeddings': false,
      'diffusion.prediction': 'flow', 'diffusion.schedule': 'straight', 'diffusion.timeEmbedding': 'model', ...(Number.isInteger(side) ? { 'patch.size': side } : {}),
    },
    moves({ model: { heads } }) {
      const move = (from: string, to: string, change: (weight: Weight) => Weight = (weight) => weight): Move[] =>
        (weights[from] ? [{ from, to, weight: change(weights[from]) }] : [])
      const inner = twice / 2
      const decoder = weights[`${outOf}.weight`]
      return [
        ...move('text_embed.weight', 'model.embed_tokens.weight', vocabulary), ...move('to_text_logits.weight', 'lm_head.weight', vocabulary),
        ...Array.from({ length: layers }, (_, n) => {
          const theirs = `transformer.layers.${n}.1.fn`, ours = `model.layers.${n}.self_attn`
          return [
            ...move(`${theirs}.to_qk.0.weight`, `${ours}.q_proj.weight`, (weight) => halvesFromNeighbours(rowsOf(weight, 0, inner), heads)),
            ...move(`${theirs}.to_qk.0.weight`, `${ours}.k_proj.weight`, (weight) => halvesFromNeighbours(rowsOf(weight, inner, 2 * inner), heads)),
            ...move(`${theirs}.to_v.0.weight`, `${ours}.v_proj.weight`), ...move(`${theirs}.to_out.1.weight`, `${ours}.o_proj.weight`),
            ...move(`${theirs}.q_norm.gamma`, `${ours}.q_norm.weight`, (weight) => halvesOfVector(plusOne(weight))),
            ...move(`${theirs}.k_norm.gamma`, `${ours}.k_norm.weight`, (weight) => halvesOfVector(plusOne(weight))),
          ]
        }).flat(),
        ...move('transformer.norm.gamma', 'model.norm.weight', plusOne),
        ...move(`${into}.weight`, 'patch_encoder.weight'), ...move(`${into}.bias`, 'patch_encoder.bias'),
        ...move(`${outOf}.weight`, 'patch_decoder.weight'),
        ...(decoder ? [{ from: `${outOf}.weight`, to: 'patch_decoder.bias', weight: { shape: [decoder.shape[0]!], data: new Float32Array(decoder.shape[0]!) } }] : []),
      ]
    },
    why: (name) => {
      if (/\.(to_film|to_ada_ln_zero)\.|\.(layernorm_gamma|layerscale)$/.test(name)) return 'its blocks have adaptive layer norms, and these have RMSNorm'
      if (/\.2\.fn\.net\./.test(name)) return 'its feed-forward is GEGLU with biases, and this is SwiGLU without'
      if (name.includes('.to_gates.')) return 'its heads are gated'
      if (name.includes('.to_learned_value_residual.')) return 'its values mix in those of the first layer'
      if (name.startsWith('pos_emb_mlp.')) return 'its places of patches come from a network'
      if (/^transformer\.layers\.\d+\.3\./.test(name)) return 'its layers attend to those before them'
      if (/^transformer\.layers\.\d+\.0\./.test(name)) return 'its transformer has U-Net skips'
      if (name.startsWith('transformer.to_time_cond.')) return 'its timestep conditions every layer, and here it is added to patches'
      if (name.startsWith('rotary_emb.')) return 'it is a constant'
      return 'it has no counterpart here'
    },
  }
}

/** The rows of our tokens: bytes, ⟨end of text⟩ from its start, ⟨BOI⟩ and ⟨EOI⟩ from its modality's; padding means nothing. */
const vocabulary = (weight: Weight): Weight => {
  const [rows, dim] = weight.shape as [number, number]
  if (rows < row.endModality + 1) return weight
  const out = new Float32Array((specials.padding + 1) * dim)
  out.set(weight.data.subarray(0, bytes * dim))
  for (const [to, from] of [[specials.endOfText, row.start], [specials.beginImage, row.beginModality], [specials.endImage, row.endModality]] as const) {
    out.set(weight.data.subarray(from * dim, (from + 1) * dim), to * dim)
  }
  return { shape: [specials.padding + 1, dim], data: out }
}
