import { halvesFromNeighbours, type Foreign, type Move } from './mapping.ts'
import type { Weights } from './weights.ts'

/**
 * VachanVY/Transfusion.torch: a Llama with the same blocks (pre-RMSNorm, SwiGLU), which rotates neighbouring pairs, and one linear
 * layer on either side for patches. Its text is class labels, its timestep embedding has other features and SELU.
 */
export const openVachanvy = (weights: Weights): Foreign | null => {
  const first = weights['model.layers.0.attention.wq.weight']
  if (!first || !weights['patch_ops.linear.weight']) return null
  const dim = first.shape[1]!
  const layers = Object.keys(weights).filter((name) => /^model\.layers\.\d+\.attention\.wq\.weight$/.test(name)).length
  const vector = weights['patch_ops.linear.weight'].shape[1]!
  const side = Math.sqrt(vector / 3)
  return {
    format: 'vachanvy',
    sizes: {
      'model.dim': dim, 'model.layers': layers, 'model.mlpHidden': weights['model.layers.0.feed_forward.w1.weight']?.shape[0] ?? 0,
      'model.qkNorm': false, 'model.tiedEmbeddings': false, 'diffusion.schedule': 'linear', ...(Number.isInteger(side) ? { 'patch.size': side } : {}),
    },
    moves({ model: { heads } }) {
      const move = (from: string, to: string, change: (weight: Weights[string]) => Weights[string] = (weight) => weight): Move[] =>
        (weights[from] ? [{ from, to, weight: change(weights[from]) }] : [])
      const turned = (weight: Weights[string]) => halvesFromNeighbours(weight, heads)
      return [
        ...move('embeddings.label_embed.weight', 'model.embed_tokens.weight'),
        ...Array.from({ length: layers }, (_, n) => {
          const theirs = `model.layers.${n}`, ours = `model.layers.${n}`
          return [
            ...move(`${theirs}.attention_norm.weight`, `${ours}.input_layernorm.weight`),
            ...move(`${theirs}.attention.wq.weight`, `${ours}.self_attn.q_proj.weight`, turned),
            ...move(`${theirs}.attention.wk.weight`, `${ours}.self_attn.k_proj.weight`, turned),
            ...move(`${theirs}.attention.wv.weight`, `${ours}.self_attn.v_proj.weight`),
            ...move(`${theirs}.attention.wo.weight`, `${ours}.self_attn.o_proj.weight`),
            ...move(`${theirs}.ffn_norm.weight`, `${ours}.post_attention_layernorm.weight`),
            ...move(`${theirs}.feed_forward.w1.weight`, `${ours}.mlp.gate_proj.weight`),
            ...move(`${theirs}.feed_forward.w3.weight`, `${ours}.mlp.up_proj.weight`),
            ...move(`${theirs}.feed_forward.w2.weight`, `${ours}.mlp.down_proj.weight`),
          ]
        }).flat(),
        ...move('model.norm.weight', 'model.norm.weight'),
        ...move('lm_emb_linear.weight', 'lm_head.weight'),
        ...move('patch_ops.linear.weight', 'patch_encoder.weight'), ...move('patch_ops.linear.bias', 'patch_encoder.bias'),
        ...move('img_patch_linear.weight', 'patch_decoder.weight'), ...move('img_patch_linear.bias', 'patch_decoder.bias'),
      ]
    },
    why: (name) => {
      if (name.startsWith('patch_ops.time_emb.')) return 'its timestep embedding has other features, and SELU'
      if (name === 'patch_ops.kernel') return 'it only cuts patches'
      if (name === 'causal_mask') return 'it is a mask, no weight'
      if (name === 'lm_emb_linear.bias') return 'the output head has no bias here'
      return 'it has no counterpart here'
    },
  }
}
