import { hasImages, patchesPerImage, type RunConfig } from '../../protocol/config/index.ts'
import type { ExportDtype } from '../../protocol/export.ts'
import { specials } from '../data/tokenizer.ts'
import { hiddenWidth, timeFeatures, vocabularyOf } from '../model/parameters.ts'

const torchNames: Record<ExportDtype, string> = { fp32: 'float32', fp16: 'float16', bf16: 'bfloat16' }

/** `config.json`: the transformer in the words of Llama's, the image part in its own, and the whole run config. */
export const modelConfig = (config: RunConfig, dtype: ExportDtype) => {
  const { model, image, patch, diffusion, sample, data, mask } = config
  return {
    architectures: ['Transfusion'], model_type: 'transfusion', torch_dtype: torchNames[dtype],
    vocab_size: vocabularyOf(config), hidden_size: model.dim, intermediate_size: hiddenWidth(model), num_hidden_layers: model.layers,
    num_attention_heads: model.heads, num_key_value_heads: model.heads, head_dim: model.dim / model.heads,
    hidden_act: 'silu', rms_norm_eps: 1e-5, rope_theta: model.ropeBase, tie_word_embeddings: model.tiedEmbeddings, qk_norm: model.qkNorm,
    max_position_embeddings: data.sequenceLength, bos_token_id: specials.endOfText, eos_token_id: specials.endOfText,
    begin_image_token_id: specials.beginImage, end_image_token_id: specials.endImage, pad_token_id: specials.padding,
    attention_mask: mask, caption_length: sample.captionLength,
    image: hasImages(config) ? {
      size: image.size, channels: 3, patch_size: patch.size, patches: patchesPerImage(config),
      patch_positions: model.patchPositions, time_embedding: diffusion.timeEmbedding, time_features: timeFeatures,
    } : null,
    diffusion: { timesteps: diffusion.timesteps, schedule: diffusion.schedule, prediction: diffusion.prediction },
    sample: { steps: sample.steps, guidance: sample.guidance, sampler: sample.sampler, time_shift: sample.tShift, clip: sample.clip },
    transfusion_lab: config,
  }
}
