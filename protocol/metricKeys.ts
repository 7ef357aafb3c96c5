/** The metrics of a run: key, what it is, unit, and which way is better. Charts and tables take their words from here. */
export interface MetricInfo {
  key: string
  label: string
  description: string
  unit: string
  better: 'lower' | 'higher' | 'neither'
}

export const metricInfos: readonly MetricInfo[] = [
  { key: 'train.loss', label: 'total loss', description: 'L = text weight · L_LM + λ · L_DDPM on the training batch', unit: '', better: 'lower' },
  { key: 'train.text', label: 'text loss', description: 'next-token cross-entropy on the training batch', unit: 'nats/token', better: 'lower' },
  { key: 'train.image', label: 'image loss', description: 'diffusion loss on the training batch, mean over elements; for Chameleon the cross-entropy of image tokens', unit: '', better: 'lower' },
  { key: 'train.wave', label: 'wave loss', description: 'diffusion loss of waves on the training batch, mean over elements', unit: '', better: 'lower' },
  { key: 'train.l1', label: 'reconstruction L1', description: 'autoencoder: mean |x̂ − x| on the training batch, pixels in [−1, 1]', unit: '', better: 'lower' },
  { key: 'train.kl', label: 'KL', description: 'VAE: KL divergence of a picture\'s latents from the standard normal', unit: 'nats/picture', better: 'neither' },
  { key: 'train.discriminator', label: 'discriminator loss', description: 'autoencoder: hinge loss of the discriminator of patches; 2 where it cannot tell, 0 where it always can', unit: '', better: 'neither' },
  { key: 'train.adversarial', label: 'adversarial loss', description: 'autoencoder: minus the mean verdict on reconstructed patches, before its weight', unit: '', better: 'lower' },
  { key: 'train.codebook', label: 'codebook loss', description: 'VQ-VAE: ‖sg[z] − e‖², mean over elements', unit: '', better: 'lower' },
  { key: 'train.commitment', label: 'commitment loss', description: 'VQ-VAE: ‖z − sg[e]‖², mean over elements, before β', unit: '', better: 'lower' },
  { key: 'train.codePerplexity', label: 'code perplexity', description: 'VQ-VAE: exp of the entropy of code use on the training batch', unit: 'codes', better: 'higher' },
  { key: 'train.liveCodes', label: 'live codes', description: 'VQ-VAE: share of the codebook that the training batch uses', unit: '', better: 'higher' },
  { key: 'train.gradientNorm', label: 'gradient norm', description: 'global norm before clipping', unit: '', better: 'neither' },
  { key: 'train.lr', label: 'learning rate', description: 'learning rate of the step', unit: '', better: 'neither' },
  { key: 'train.elementsPerSecond', label: 'elements/s', description: 'text tokens and patches trained per second', unit: '1/s', better: 'higher' },
  { key: 'eval.text', label: 'held-out text loss', description: 'cross-entropy on held-out documents', unit: 'nats/token', better: 'lower' },
  { key: 'eval.perplexity', label: 'perplexity', description: 'exp of the held-out text loss', unit: '', better: 'lower' },
  { key: 'eval.imageTokens', label: 'held-out image-token loss', description: 'Chameleon: cross-entropy on the image tokens of held-out documents', unit: 'nats/token', better: 'lower' },
  { key: 'eval.epsilonMse', label: 'ε-MSE', description: 'error of the implied noise on held-out images, mean over a fixed grid of t with frozen noise', unit: '', better: 'lower' },
  { key: 'eval.waveMse', label: 'ε-MSE of waves', description: 'error of the implied noise on held-out waves, mean over a fixed grid of t with frozen noise', unit: '', better: 'lower' },
  { key: 'eval.l1', label: 'held-out L1', description: 'autoencoder: mean |x̂ − x| on held-out pictures, pixels in [−1, 1]', unit: '', better: 'lower' },
  { key: 'eval.psnr', label: 'PSNR', description: 'autoencoder: peak signal-to-noise ratio of held-out pictures', unit: 'dB', better: 'higher' },
  { key: 'eval.kl', label: 'held-out KL', description: 'VAE: KL divergence of a held-out picture\'s latents from the standard normal', unit: 'nats/picture', better: 'neither' },
  { key: 'eval.codePerplexity', label: 'held-out code perplexity', description: 'VQ-VAE: exp of the entropy of code use on held-out pictures', unit: 'codes', better: 'higher' },
  { key: 'eval.liveCodes', label: 'held-out live codes', description: 'VQ-VAE: share of the codebook that held-out pictures use', unit: '', better: 'higher' },
  { key: 'eval.raster', label: 'ε-MSE by raster quarter', description: 'ε-MSE of the patches in each quarter of an image, in the order in which they stand in the sequence', unit: '', better: 'lower' },
  { key: 'eval.captionLoss', label: 'caption loss', description: '−log P of held-out captions after their clean images, a token', unit: 'nats/token', better: 'lower' },
  { key: 'measure.raster', label: 'ε-MSE by raster index', description: 'ε-MSE of each patch in the order in which patches stand in the sequence', unit: '', better: 'lower' },
  { key: 'measure.promptGain', label: 'prompt gain', description: 'by what share held-out ε-MSE is larger after the caption of another picture; 0 where drawing does not heed the prompt', unit: '', better: 'higher' },
  { key: 'measure.cider', label: 'CIDEr-D', description: 'CIDEr-D of captions of held-out pictures, one reference each, 0 … 10 (Vedantam et al. 2015)', unit: '', better: 'higher' },
  { key: 'measure.exactMatch', label: 'exact match', description: 'share of captions of held-out pictures that are the reference word for word', unit: '', better: 'higher' },
  { key: 'measure.frechet', label: 'Fréchet distance', description: 'of drawings of held-out captions to their pictures, in features of a fixed random network (Heusel et al. 2017, eq. 6); no FID', unit: '', better: 'lower' },
  { key: 'measure.texture', label: 'texture distance', description: 'Fréchet distance of the same drawings in features of roughness alone (mean difference of neighbours), which sees mild noise that the random network averages away', unit: '', better: 'lower' },
  { key: 'measure.fid', label: 'FID', description: 'Fréchet Inception distance of drawings of held-out captions to their pictures, in the Inception network that was brought (Heusel et al. 2017)', unit: '', better: 'lower' },
  { key: 'measure.clip', label: 'CLIP score', description: '100 · max(0, cos) of drawings and their captions, in the CLIP model that was brought (Hessel et al. 2021)', unit: '', better: 'higher' },
  { key: 'measure.scenes', label: 'scene tasks', description: 'mean share right over the tasks of GenEval (Ghosh et al. 2023), by the scene checker', unit: '', better: 'higher' },
  { key: 'measure.guidance.frechet', label: 'Fréchet distance by guidance weight', description: 'the Fréchet distance at each guidance weight w, same prompts and noise', unit: '', better: 'lower' },
  { key: 'measure.guidance.right', label: 'drawn right by guidance weight', description: 'share of held-out captions drawn with the objects that they name, at each guidance weight w', unit: '', better: 'higher' },
  { key: 'measure.steps.frechet', label: 'Fréchet distance by denoising steps', description: 'the Fréchet distance at each number of denoising steps, same prompts and noise', unit: '', better: 'lower' },
  { key: 'measure.steps.right', label: 'drawn right by denoising steps', description: 'share of held-out captions drawn with the objects that they name, at each number of denoising steps', unit: '', better: 'higher' },
  { key: 'score.draw', label: 'drawn right', description: 'share of held-out single-object prompts drawn with the right shape and colour, by the scene checker; of waves, made with the right timbre and pitch, by the wave checker', unit: '', better: 'higher' },
  { key: 'score.edits', label: 'edited right', description: 'share of held-out edits of shapes with what was asked for, and all else as it was, by the scene checker', unit: '', better: 'higher' },
  { key: 'score.caption', label: 'captioned right', description: 'share of held-out single-object pictures captioned with the right shape and colour; of waves, with the right timbre and pitch', unit: '', better: 'higher' },
]

/**
 * The info of a key; `eval.epsilonMse.t500` takes its parent's, and what is measured on demand as training measures it
 * takes the info of that: `measure.perplexity` is `eval.perplexity` over more documents.
 */
export const metricInfo = (key: string): MetricInfo | undefined =>
  metricInfos.find((info) => info.key === key) ?? metricInfos.find((info) => key.startsWith(`${info.key}.`))
  ?? (key.startsWith('measure.') ? metricInfo(key.replace('measure.', 'eval.')) : undefined)

/** What a key is called: `eval.epsilonMse.t500` → `ε-MSE, t500`. */
export const metricLabel = (key: string): string => {
  const info = metricInfo(key)
  if (!info) return key
  return info.key === key ? info.label : `${info.label}, ${key.slice(info.key.length + 1)}`
}

/** Where a key stands among others: held-out metrics first, then training, in the order above; details after their whole. */
export const metricRank = (key: string): number => {
  const index = metricInfos.findIndex((info) => key === info.key || key.startsWith(`${info.key}.`))
  const detail = metricInfos.some((info) => info.key === key) ? 0 : 0.5
  return (key.startsWith('eval.') ? 0 : 100) + (index < 0 ? 99 : index) + detail
}
