import { z } from 'zod'
import { choice, flag, integer, number, text } from './field.ts'
import { parameterGroups } from './parameterGroups.ts'

export const imageSchema = z.strictObject({
  size: integer(32, 8, 512, 'side of the square image', 'pixels'),
  buckets: z.array(z.string()).default([]).meta({ description: 'further sizes for the pictures of a folder, width x height in pixels, such as 32x16: each picture goes to the nearest shape, by resizing and a centre crop' }),
  latents: choice('pixels', ['pixels', 'vae', 'vq'], 'what patches are made of: pixels, or the latents of an autoencoder, scaled to mean 0 and deviation 1'),
  autoencoder: text('', 'the autoencoder that gives latents or tokens: a run, the folder of a checkpoint, or (vae) a folder with an ONNX encoder and decoder'),
  autoencoderSha256: text('', 'SHA-256 of that ONNX encoder and decoder; filled in when the run is made'),
})

export const modelSchema = z.strictObject({
  dim: integer(128, 8, 8192, 'model width D'),
  layers: integer(4, 1, 128, 'transformer blocks'),
  heads: integer(4, 1, 128, 'attention heads H; must divide dim'),
  mlpHidden: integer(0, 0, 32768, 'SwiGLU hidden width; 0 takes ⌊8D/3/64⌋·64 + 64'),
  ropeBase: number(10000, 10, 1e7, 'base of the rotary position frequencies'),
  rope: choice('sequence', ['sequence', 'shared', 'axial2d'], 'the rotary position of patches, which the paper leaves open: their index in the sequence, one for all patches of an image, or their row and column in it'),
  qkNorm: flag(false, 'RMS-normalise queries and keys per head'),
  tiedEmbeddings: flag(false, 'one matrix for token embedding and output head'),
  patchPositions: choice('none', ['none', 'learned'], 'an embedding per patch place, added after the patch encoder, beside RoPE'),
})

export const patchSchema = z.strictObject({
  size: integer(4, 1, 64, 'side of the square window that becomes one patch; must divide the side of the image, or of its latents', 'pixels or latents'),
  codec: choice('linear', ['linear', 'unet'], 'how a patch becomes a model vector and back: one linear layer, or the down and up blocks of a U-Net (paper, both)'),
  unetChannels: integer(0, 0, 4096, 'channels of the U-Net at the image\'s own resolution, doubled at each step down; 0 takes model.dim halved at each step, 16 to 768'),
  unetBlocks: integer(1, 1, 8, 'residual blocks of the U-Net at each resolution, down and up'),
})

export const lossSchema = z.strictObject({
  lambda: number(5, 0, 1000, 'weight λ of the diffusion loss (paper: 5)'),
  textWeight: number(1, 0, 1000, 'weight of the language-model loss'),
  zLoss: number(0, 0, 10, 'weight of log²Z, which keeps the logits of the language model from drifting (Chameleon: 1e-5)'),
})

export const diffusionSchema = z.strictObject({
  timesteps: integer(1000, 10, 10000, 'noise levels T'),
  schedule: choice('cosine', ['cosine', 'linear', 'straight'], 'how signal fades: cosine ᾱ (paper), linear β, or a straight line from image to noise'),
  prediction: choice('epsilon', ['epsilon', 'v', 'x0', 'flow'], 'what the model predicts: the noise ε (paper), v, the clean image, or ε − x₀'),
  tDistribution: choice('uniform', ['uniform', 'logitNormal'], 'how training draws the timestep'),
  tMean: number(0, -5, 5, 'mean of logit(t / T) for logitNormal; positive is noisier'),
  tStd: number(1, 0.05, 5, 'standard deviation of logit(t / T) for logitNormal'),
  timeEmbedding: choice('patch', ['patch', 'model'], 'where the linear codec adds the timestep embedding: to the patch vector before the linear layer (paper, footnote 6), or after it'),
  noiseLimit: integer(1000, 1, 10000, 'largest t for images that come before their caption (paper §4.3.4: 500)'),
})

export const trainSchema = z.strictObject({
  steps: integer(1000, 1, 10_000_000, 'optimiser steps'),
  batch: integer(32, 1, 4096, 'sequences in a step'),
  optimizer: choice('adamw', ['adamw', 'muon'], 'AdamW for all (paper), or Muon for the hidden matrices and AdamW for the rest'),
  lr: number(3e-4, 0, 1, 'peak learning rate'),
  lrMin: number(1.5e-5, 0, 1, 'learning rate at the end of the cosine'),
  warmup: integer(100, 0, 1_000_000, 'steps of linear warm-up'),
  beta1: number(0.9, 0, 0.9999, 'AdamW β₁'),
  beta2: number(0.95, 0, 0.99999, 'AdamW β₂'),
  epsilon: number(1e-8, 1e-12, 1, 'AdamW ε'),
  weightDecay: number(0.1, 0, 10, 'AdamW weight decay, on matrices only'),
  clip: number(1, 0, 1e6, 'largest global gradient norm; 0 leaves gradients as they are'),
  ema: number(0, 0, 0.99999, 'decay of the averaged weights that evaluation and sampling use; 0 uses the weights themselves'),
  seed: integer(0, 0, 2 ** 31 - 1, 'the one seed that every random number of the run comes from'),
  evalEvery: integer(100, 0, 1_000_000, 'steps between held-out evaluations; 0 evaluates at the end only', 'steps'),
  evalBatches: integer(2, 1, 1000, 'held-out batches in one evaluation'),
  sampleEvery: integer(250, 0, 1_000_000, 'steps between sample sheets; 0 samples at the end only', 'steps'),
  checkpointEvery: integer(250, 0, 1_000_000, 'steps between checkpoints; 0 keeps only the last', 'steps'),
  stopPlateau: integer(0, 0, 1_000_000, 'evaluations in a row without a new best of stopMetric after which the run stops with its checkpoint; 0 never stops'),
  stopMetric: text('', 'metric that stopPlateau watches, such as eval.text; empty takes the first measured of eval.epsilonMse, eval.text, eval.l1 and eval.imageTokens'),
  stopDivergence: number(0, 0, 1e6, 'stops the run, at an evaluation, when its training loss over 50 steps is more than this many times the least so far; 0 never stops'),
  keepLast: integer(10, 0, 1_000_000, 'newest checkpoints that stay while the run goes on, beside the best, pinned ones and those of keepEvery; 0 keeps all'),
  keepEvery: integer(0, 0, 10_000_000, 'checkpoints of every so many steps stay; 0 asks for none', 'steps'),
  keepBest: text('', 'metric that the best checkpoint is judged by, such as eval.text; empty takes the first measured of eval.epsilonMse, eval.text and train.loss'),
  freeze: z.array(z.enum(parameterGroups)).default([]).meta({ description: 'groups of parameters that training leaves bit for bit as they are, averaged weights included: text (embedding and head), patches (patch codec and timestep embedding), attention, mlp, norms; of an autoencoder: encoder, decoder, codebook' }),
})

export const sampleSchema = z.strictObject({
  steps: integer(250, 1, 10000, 'denoising steps'),
  guidance: number(3, 0, 50, 'classifier-free guidance weight w; 1 is no guidance'),
  sampler: choice('ddpm', ['ddpm', 'ddim'], 'ancestral (stochastic) or DDIM (deterministic)'),
  tShift: number(1, 0.1, 20, 'bends the denoising times towards noise; 1 spaces them evenly'),
  clip: flag(true, 'keep the estimate of the clean image within [−1, 1] at every step; latents have no such range and are left alone'),
  temperature: number(0, 0, 5, 'text sampling temperature; 0 takes the likeliest token'),
  imageTemperature: number(1, 0, 5, 'sampling temperature of image tokens (chameleon); 0 takes the likeliest'),
  captionLength: integer(96, 1, 2048, 'longest caption that is generated', 'tokens'),
  prompts: z.array(z.string()).default([]).meta({ description: 'prompts of the sample sheets; empty takes held-out captions' }),
  count: integer(8, 1, 256, 'pictures in a sample sheet'),
})

export const engineSchema = z.strictObject({
  name: choice('auto', ['auto', 'cpu', 'webgpu', 'cuda', 'directml', 'coreml', 'tensorflow', 'reference'], 'what runs the program: ONNX Runtime on the CPU, on any GPU through WebGPU, on NVIDIA through CUDA (Linux), DirectML (Windows), CoreML (macOS), libtensorflow operation by operation (lab setup tensorflow), or the slow plain tfjs backend that tests compare with; auto takes the fastest, measured once where a run is long enough, else the CPU'),
  threads: integer(0, 0, 256, 'threads of the engine; 0 takes one per core, or with auto as many as were fastest'),
  precision: choice('fp32', ['fp32', 'fp16'], 'of matrix products and convolutions; fp16 halves their traffic on a graphics card that has shader-f16 (engine webgpu), while weights, moments, norms, softmax and losses stay fp32 and gradients are scaled by 1024 on their way'),
  recompute: choice('auto', ['auto', 'never', 'always'], 'results of the forward pass that are computed again in the backward pass rather than kept, as by gradient checkpointing, but chosen one by one, the cheapest for its memory first; the numbers are the same. auto: as far as a step needs it to fit into the memory that is free (engine cpu), always: for up to a third more work, as much as a forward pass'),
  checkMemory: flag(true, 'refuse a run whose step takes more memory than is free, before it starts; false tries it all the same'),
})
