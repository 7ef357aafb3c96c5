import { elements, type HostTensors } from '../engine/engine.ts'
import { Random } from '../random/stream.ts'

// For tests: state dicts with the names and shapes of other implementations, filled with random values.

/** Width, heads, hidden width of the feed-forward and numbers in a patch. */
export const foreignSizes = { D: 12, H: 2, F: 20, P: 48 }
const { D, H, F, P } = foreignSizes

export const randomWeights = (shapes: Record<string, readonly number[]>): HostTensors => {
  const numbers = new Random({ seed: 5, stream: 'init' })
  return Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, { dtype: 'float32', shape, data: numbers.fillNormal(new Float32Array(elements(shape))) }]))
}

/** Of VachanVY/Transfusion.torch. */
export const vachanvyWeights = (): HostTensors => {
  const block = (n: number) => ({
    [`model.layers.${n}.attention_norm.weight`]: [D], [`model.layers.${n}.ffn_norm.weight`]: [D],
    ...Object.fromEntries(['wq', 'wk', 'wv', 'wo'].map((name) => [`model.layers.${n}.attention.${name}.weight`, [D, D]])),
    [`model.layers.${n}.feed_forward.w1.weight`]: [F, D], [`model.layers.${n}.feed_forward.w3.weight`]: [F, D], [`model.layers.${n}.feed_forward.w2.weight`]: [D, F],
  })
  return randomWeights({
    'embeddings.label_embed.weight': [14, D], ...block(0), ...block(1), 'model.norm.weight': [D],
    'patch_ops.linear.weight': [D, P], 'patch_ops.linear.bias': [D], 'patch_ops.time_emb.mlp.0.weight': [P, 6], 'patch_ops.time_emb.mlp.0.bias': [P], 'patch_ops.time_emb.mlp.2.weight': [P, P], 'patch_ops.time_emb.mlp.2.bias': [P], 'patch_ops.kernel': [P, 3, 4, 4],
    'lm_emb_linear.weight': [14, D], 'lm_emb_linear.bias': [14], 'img_patch_linear.weight': [P, D], 'img_patch_linear.bias': [P],
  })
}

/** Of lucidrains/transfusion-pytorch. */
export const lucidrainsWeights = (): HostTensors => {
  const rows = 256 + 3 + 2 + 129
  const block = (n: number) => ({
    [`transformer.layers.${n}.1.fn.to_qk.0.weight`]: [2 * D, D], [`transformer.layers.${n}.1.fn.q_norm.gamma`]: [D / H], [`transformer.layers.${n}.1.fn.k_norm.gamma`]: [D / H],
    [`transformer.layers.${n}.1.fn.to_v.0.weight`]: [D, D], [`transformer.layers.${n}.1.fn.to_out.1.weight`]: [D, D], [`transformer.layers.${n}.1.fn.to_gates.0.weight`]: [H, D], [`transformer.layers.${n}.1.fn.to_learned_value_residual.0.weight`]: [H, D],
    [`transformer.layers.${n}.1.layernorm_gamma`]: [D], [`transformer.layers.${n}.2.fn.net.0.weight`]: [2 * F, D], [`transformer.layers.${n}.3.pseudo_queries`]: [D],
  })
  return randomWeights({
    ...block(0), 'transformer.norm.gamma': [D], 'transformer.to_time_cond.1.weight': [4 * D, D + 1],
    'latent_to_model_projs.0.weight': [D, P], 'latent_to_model_projs.0.bias': [D], 'model_to_latent_projs.0.weight': [P, D], 'text_embed.weight': [rows, D], 'to_text_logits.weight': [rows, D],
  })
}
