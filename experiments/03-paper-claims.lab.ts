// %% [markdown]
// # What the paper claims, and what small runs say
//
// Each claim below is an order that *Transfusion* reports: this beats that, or this leaves that alone. Every pair of runs
// shares a seed, so both see the same documents and the same noise. `lab.claim` takes the mean difference over
// seeds, its 95 % interval (Student's paired t), and says one of: **seen**; **opposite at this scale** (of what should change little, **not equal**); **not seen at this
// scale**, where the interval allows both.
//
// No absolute number here compares with the paper's: its FID, CIDEr and GenEval need its data and its scale.

// %% [markdown]
// ## What the quick setting gave
//
// `npm run -s lab -- run experiments/03-paper-claims.lab.ts`, seeds 0 to 2, all 71 trainings into one folder of runs: an hour on two cores of an AMD EPYC
// (Zen 4) that were busy with other work. Treated − control with its 95 % interval:
//
// | claim | number | control | treated | difference | verdict |
// |---|---|---|---|---|---|
// | bidirectional attention denoises better | ε-MSE | 0.116 | 0.115 | −0.0018 (−0.0041 … +0.0005) | not seen at this scale |
// | it draws what was asked more often | share right of 128 | 0.107 | 0.297 | +0.190 (+0.091 … +0.290) | **seen** |
// | its drawings are nearer to the pictures | Fréchet distance | 0.415 | 0.227 | −0.188 (−0.331 … −0.044) | **seen** |
// | it captions better | CIDEr-D | 3.00 | 3.15 | +0.15 (−0.50 … +0.80) | not seen at this scale |
// | text does not notice the mask (2 %) | perplexity | 1.36 | 1.36 | +0.0005 (−0.0009 … +0.0019) | **seen** |
// | the causal mask hurts early patches more | first / last quarter | 0.944 | 0.945 | +0.0006 (−0.028 … +0.029) | not seen at this scale |
// | a noise limit of 500 makes captions better | CIDEr-D | 1.99 | 3.15 | +1.16 (+0.35 … +1.98) | **seen** |
// | captions of clean images are less of a surprise | caption loss | 0.207 | 0.135 | −0.073 (−0.108 … −0.038) | **seen** |
// | a noise limit of 500 leaves denoising alone (± 5 %) | ε-MSE | 0.187 | 0.127 | −0.060 (−0.070 … −0.049) | not equal: a third better |
// | λ = 5 instead of 0 costs text little (3 %) | perplexity | 1.36 | 1.36 | +0.0058 (+0.0029 … +0.0088) | **seen** |
// | λ = 20 instead of 1 denoises better | ε-MSE | 0.143 | 0.105 | −0.038 (−0.042 … −0.034) | **seen** |
// | λ = 20 instead of 1 costs text | perplexity | 1.36 | 1.37 | +0.011 (+0.003 … +0.019) | **seen** |
// | 80 % caption first instead of 20 % draws better | share right of 128 | 0.102 | 0.370 | +0.268 (+0.073 … +0.464) | **seen** |
// | 80 % caption first instead of 20 % captions worse | CIDEr-D | 3.19 | 2.66 | −0.53 (−1.22 … +0.16) | not seen at this scale |
// | the U-Net denoises better than linear patches | ε-MSE | 0.115 | 0.080 | −0.035 (−0.063 … −0.007) | **seen** |
// | with the U-Net the causal mask costs less | ε-MSE, causal − bidirectional | 0.0018 | 0.0005 | −0.0013 (−0.0031 … +0.0004) | not seen at this scale |
// | a transformer twice as wide gains less from the U-Net | ε-MSE, linear / U-Net | 1.45 | 1.02 | −0.43 (−0.86 … −0.00004) | **seen**, by a hair |
// | patches of 2 × 2 denoise better than 4 × 4, equal images | ε-MSE | 0.115 | 0.067 | −0.048 (−0.055 … −0.040) | **seen** |
// | patches of 2 × 2 denoise better than 4 × 4, equal elements | ε-MSE | 0.115 | 0.087 | −0.027 (−0.031 … −0.024) | **seen** |
// | with the U-Net, patches of 2 × 2 gain less | ε-MSE, 4 × 4 − 2 × 2 | 0.048 | −0.003 | −0.050 (−0.079 … −0.022) | **seen**: nothing is left of it |
// | text does not notice the patch size (2 %) | perplexity | 1.36 | 1.36 | −0.0009 (−0.0037 … +0.0020) | **seen** |
// | guidance 3 draws what was asked more often than none | share right of 128 | 0.253 | 0.297 | +0.044 (−0.063 … +0.151) | not seen at this scale |
// | guidance 1.5 is nearer to the pictures than none | Fréchet distance | 0.145 | 0.154 | +0.009 (−0.017 … +0.036) | not seen at this scale |
// | guidance 8 is further from them than 3 | Fréchet distance | 0.227 | 0.512 | +0.285 (+0.195 … +0.375) | **seen** |
// | 50 steps draw better than 5 | Fréchet distance | 0.247 | 0.227 | −0.020 (−0.044 … +0.004) | not seen at this scale |
// | 250 steps draw as 50 do (± 10 %) | Fréchet distance | 0.227 | 0.231 | +0.004 (−0.005 … +0.013) | **seen** |
// | latents leave text better than image tokens | perplexity | 1.36 | 1.36 | +0.001 (−0.009 … +0.011) | not seen at this scale |
// | latents caption better than image tokens | caption loss | 0.324 | 0.283 | −0.041 (−0.117 … +0.035) | not seen at this scale |
// | latents draw nearer to the pictures than image tokens | Fréchet distance | 0.237 | 0.319 | +0.082 (−0.238 … +0.402) | not seen at this scale |
//
// The parity FLOP ratio to Chameleon (the last section), nine runs a family, 95 % interval in brackets:
//
// | metric | FLOPs of Transfusion / FLOPs of Chameleon | |
// |---|---|---|
// | perplexity | 1.02 (0.012 … 89) | not decided, the lines are flat: both families lie between 1.359 and 1.375 |
// | caption loss | 0.16 (0.057 … 0.45) | Transfusion needs less, as in the paper (0.22) |
// | Fréchet distance | 2 · 10⁵ (10⁻²⁹ … 10³⁹) | not decided: its own nine go from 0.21 to 0.41 with no trend by width |
//
// In words: what the paper's masks, noise limit, order of captions, U-Net and patch sizes do is there at a thousandth of its scale and less, and what a causal mask does to drawings is
// large (a third as many right) though the ε-MSE hardly shows it, so a held-out error alone is a poor guide. Latents against tokens is not decided: after 600 steps both draw poorly.
// The noise limit does not leave denoising alone: it trains image-first pictures at little noise, where the ε-MSE of a
// model that predicts the clean image has its largest part (seed 0, at t = 100: 0.82 without, 0.52 with; at t = 900 both 0.0015).
//
// Three seeds, and no correction for how many claims are tried: of 29 intervals of 95 %, one or two are expected to miss. The full setting has not been run.
//
// Stopped on the way (Ctrl-C; this one was, once), the study goes on when it is run again: what is finished is taken as it is, and the run that was
// under way goes on from its last checkpoint.

// %% [markdown]
// ## The runs
//
// `quick`: 16-pixel scenes, models of 0.1 and 0.4 million parameters, three seeds. With `quick = false`: the size of `nano`,
// five seeds, for more than a night. One thread at `quick`, since models this small gain little from a second.
//
// Two families, since one cannot answer everything. `base` has the paper's diffusion (ε-prediction, cosine schedule, uniform t) and is compared by its
// held-out errors; on raw pixels it would have to train far longer before it draws an object. `drawing` has what the `nano` preset
// changes (README tells why), draws and captions, and is compared by what it draws and writes. Each sequence is one document, so runs of as
// many steps and documents a step have seen as many images.

// %%
const quick = true
const seeds = quick ? 3 : 5
const pictures = quick ? 128 : 512
const scene = { data: { name: 'shapes', maxObjects: 1, jitter: 0, positions: 0, packing: false, sequenceLength: quick ? 52 : 72 }, image: { size: quick ? 16 : 24 } } as const
const model = { qkNorm: true, tiedEmbeddings: true, patchPositions: 'learned' } as const
const still = { evalEvery: 0, evalBatches: 16, sampleEvery: 0 } as const
const base = lab.config({
  ...scene,
  model: { ...model, dim: quick ? 64 : 128, layers: quick ? 2 : 4, heads: quick ? 2 : 4 },
  patch: { unetChannels: quick ? 8 : 16 },
  train: { ...still, steps: quick ? 600 : 3000, batch: 16, lr: quick ? 3e-3 : 2e-3, lrMin: 1e-4, warmup: quick ? 50 : 100, checkpointEvery: quick ? 150 : 500 },
  sample: { steps: 50, sampler: 'ddim', captionLength: 32, count: 4 },
  engine: { threads: quick ? 1 : 0 },
})
const drawing = lab.config({
  preset: 'nano',
  data: { ...scene.data, captionFirst: 0.6 },
  image: scene.image,
  model: { ...model, dim: quick ? 96 : 128, layers: quick ? 3 : 4 },
  diffusion: { noiseLimit: 500 },
  train: { ...still, steps: quick ? 1500 : 3000, batch: 32, ema: 0.99, checkpointEvery: 500 },
  sample: { captionLength: 36 },
  engine: { threads: quick ? 1 : 0 },
})

// %%
const bidirectional = await lab.sweep(base, { mask: ['transfusion'] }, { seeds })
const causal = await lab.sweep(base, { mask: ['causal'] }, { seeds })

// %%
type Runs = typeof bidirectional
/** Measures the runs that do not have `key` yet. */
const measured = async (runs: Runs, key: string, ...[what, options]: [Parameters<typeof lab.measure>[1], Parameters<typeof lab.measure>[2]?]): Promise<Runs> => {
  for (const run of runs) if (run.metrics[key] === undefined) await lab.measure(run, what, { count: pictures, ...options })
  return Promise.all(runs.map((run) => lab.run(run.id)))
}
/** Captions, and drawings at the run's own guidance of 3. */
const drawn = (runs: Runs): Promise<Runs> => measured(runs, 'measure.guidance.right.w3', ['captions', 'guidance'], { guidance: [3] })

// %%
const draws = await measured(await lab.sweep(drawing, { mask: ['transfusion'] }, { seeds }), 'measure.guidance.right.w3', ['captions', 'guidance', 'steps'], { guidance: [1, 1.5, 3, 8], steps: [5, 50, 250] })
const drawsCausal = await drawn(await lab.sweep(drawing, { mask: ['causal'] }, { seeds }))

// %% [markdown]
// ## Attention inside an image (Table 5)
//
// The paper's largest effect: FID 61.3 → 20.3 with linear patches, CIDEr 12.7 → 16.0, text unchanged. If the causal mask is what hurts, it hurts the
// first patches most, which see the least of their image.

// %%
const mask = [
  lab.claim({ claim: 'bidirectional attention inside an image denoises better', source: 'Table 5', control: causal, treated: bidirectional, metric: 'eval.epsilonMse', expect: 'lower' }),
  lab.claim({ claim: 'it draws what was asked more often', source: 'Table 5', control: drawsCausal, treated: draws, metric: 'measure.guidance.right.w3', expect: 'higher' }),
  lab.claim({ claim: 'its drawings are nearer to the pictures', source: 'Table 5', control: drawsCausal, treated: draws, metric: 'measure.guidance.frechet.w3', expect: 'lower' }),
  lab.claim({ claim: 'it captions better', source: 'Table 5', control: drawsCausal, treated: draws, metric: 'measure.cider', expect: 'higher' }),
  lab.claim({ claim: 'text does not notice the mask', source: 'Table 5', control: causal, treated: bidirectional, metric: 'eval.perplexity', expect: 'equal', margin: 0.02 }),
  lab.claim({ claim: 'the causal mask hurts early patches more than late ones', source: 'follows from §3', control: bidirectional, treated: causal, metric: (run) => run.metrics['eval.raster.q1']! / run.metrics['eval.raster.q4']!, label: 'ε-MSE of the first quarter / of the last', expect: 'higher' }),
]

// %% [markdown]
// ## Noise limit (Table 8)
//
// Captions are trained after noisy images and asked for after clean ones. Limiting t to 500 where the image comes
// first gave +4.0 CIDEr at 0.76B, and left drawing alone.

// %%
const unlimited = await drawn(await lab.sweep(drawing, { 'diffusion.noiseLimit': [1000] }, { seeds }))

// %%
const limit = [
  lab.claim({ claim: 'a noise limit of 500 makes captions better', source: 'Table 8', control: unlimited, treated: draws, metric: 'measure.cider', expect: 'higher' }),
  lab.claim({ claim: 'with it, captions of clean images are less of a surprise', source: 'Table 8', control: unlimited, treated: draws, metric: 'eval.captionLoss', expect: 'lower' }),
  lab.claim({ claim: 'a noise limit of 500 leaves denoising alone', source: 'Table 8', control: unlimited, treated: draws, metric: 'eval.epsilonMse', expect: 'equal', margin: 0.05 }),
]

// %% [markdown]
// ## λ, and what diffusion costs text (Table 4; λ itself was never swept)

// %%
const [off, low, high] = [await lab.sweep(base, { 'loss.lambda': [0] }, { seeds }), await lab.sweep(base, { 'loss.lambda': [1] }, { seeds }), await lab.sweep(base, { 'loss.lambda': [20] }, { seeds })]

// %%
const lambda = [
  lab.claim({ claim: 'the diffusion loss costs text little: λ = 5 against λ = 0, equal text', source: 'Table 4', control: off, treated: bidirectional, metric: 'eval.perplexity', expect: 'littleHigher', margin: 0.03 }),
  lab.claim({ claim: 'λ = 20 denoises better than λ = 1', source: 'not in the paper', control: low, treated: high, metric: 'eval.epsilonMse', expect: 'lower' }),
  lab.claim({ claim: 'λ = 20 costs text more than λ = 1', source: 'not in the paper', control: low, treated: high, metric: 'eval.perplexity', expect: 'higher' }),
]

// %% [markdown]
// ## Which comes first (the paper: caption first in 80 %)

// %%
const [few, many] = [await drawn(await lab.sweep(drawing, { 'data.captionFirst': [0.2] }, { seeds })), await drawn(await lab.sweep(drawing, { 'data.captionFirst': [0.8] }, { seeds }))]

// %%
const order = [
  lab.claim({ claim: '80 % caption first draws what was asked more often than 20 %', source: 'not in the paper', control: few, treated: many, metric: 'measure.guidance.right.w3', expect: 'higher' }),
  lab.claim({ claim: '80 % caption first captions worse than 20 %', source: 'not in the paper', control: few, treated: many, metric: 'measure.cider', expect: 'lower' }),
]

// %% [markdown]
// ## The U-Net codec (Tables 5 and 7)
//
// A U-Net mixes the patches of an image whatever the mask says, so it should denoise better than a linear layer, and lose less
// to a causal mask: FID 16.8 → 16.7, where linear patches went from 61.3 to 20.3. What it gains falls with the transformer's size: FID 37.6 → 18.8
// at 0.16B, 18.6 → 16.0 at 7B. (A narrower transformer than `base` would show this for another reason: the 48 numbers of a linear patch would no
// longer fit into it.)

// %%
const widths = quick ? [32, 64, 128] : [64, 128, 256]
const unet = await lab.sweep(base, { 'patch.codec': ['unet'] }, { seeds })
const unetCausal = await lab.sweep(lab.config(base, { mask: 'causal' }), { 'patch.codec': ['unet'] }, { seeds })
const wide = await lab.sweep(base, { 'model.dim': [widths[2]!] }, { seeds })
const unetWide = await lab.sweep(lab.config(base, { 'patch.codec': 'unet' }), { 'model.dim': [widths[2]!] }, { seeds })

// %%
const error = (runs: Runs): number[] => runs.map((run) => run.metrics['eval.epsilonMse']!)
const less = (a: Runs, b: Runs): number[] => error(a).map((value, i) => value - error(b)[i]!)
const ratio = (a: Runs, b: Runs): number[] => error(a).map((value, i) => value / error(b)[i]!)
const codec = [
  lab.claim({ claim: 'the U-Net codec denoises better than the linear one at equal steps', source: 'Table 7', control: bidirectional, treated: unet, metric: 'eval.epsilonMse', expect: 'lower' }),
  lab.claim({ claim: 'with the U-Net the causal mask costs less', source: 'Table 5', control: less(causal, bidirectional), treated: less(unetCausal, unet), metric: 'ε-MSE, causal − bidirectional', expect: 'lower' }),
  lab.claim({ claim: 'a transformer twice as wide gains less from the U-Net', source: 'Table 7', control: ratio(bidirectional, unet), treated: ratio(wide, unetWide), metric: 'ε-MSE, linear / U-Net', expect: 'lower' }),
]

// %% [markdown]
// ## Patch size (Table 6)
//
// Patches of 2 × 2 pixels against 4 × 4, of 12 and 48 numbers: both fit into the model's width, so neither is cut short by it. Linear patches of
// 8 × 8 hold 192, and could not fall below an ε-MSE of about 1 − 64/192 whatever the patch size does to learning. At equal images the small patches take four times as many places in
// the sequence; at equal elements, as in the paper, their runs see a quarter of the images (and, here, of the captions).

// %%
const longer = lab.config(base, { 'data.sequenceLength': quick ? 100 : 180 })
const small = await lab.sweep(longer, { 'patch.size': [2] }, { seeds })
const smallFewer = await lab.sweep(lab.config(longer, { 'train.batch': 4 }), { 'patch.size': [2] }, { seeds })
const unetSmall = await lab.sweep(lab.config(longer, { 'patch.codec': 'unet' }), { 'patch.size': [2] }, { seeds })

// %%
const patch = [
  lab.claim({ claim: 'patches of 2 × 2 denoise better than 4 × 4, at equal images', source: 'Table 6', control: bidirectional, treated: small, metric: 'eval.epsilonMse', expect: 'lower' }),
  lab.claim({ claim: 'patches of 2 × 2 denoise better than 4 × 4, at equal elements', source: 'Table 6', control: bidirectional, treated: smallFewer, metric: 'eval.epsilonMse', expect: 'lower' }),
  lab.claim({ claim: 'with the U-Net, patches of 2 × 2 gain less', source: 'Table 6', control: less(bidirectional, small), treated: less(unet, unetSmall), metric: 'ε-MSE, 4 × 4 − 2 × 2', expect: 'lower' }),
  lab.claim({ claim: 'text does not notice the patch size, at equal text', source: 'Table 6 has it worse with larger patches, at equal elements', control: bidirectional, treated: small, metric: 'eval.perplexity', expect: 'equal', margin: 0.02 }),
]

// %% [markdown]
// ## Guidance and denoising steps
//
// No training: the same models draw the same prompts from the same noise.

// %%
const at = (key: string): number[] => draws.map((run) => run.metrics[key]!)
const sampling = [
  lab.claim({ claim: 'guidance 3 draws what was asked more often than none', source: 'Ho & Salimans 2022', control: at('measure.guidance.right.w1'), treated: at('measure.guidance.right.w3'), metric: 'share drawn right', expect: 'higher' }),
  lab.claim({ claim: 'guidance 1.5 is nearer to the pictures than none', source: 'Ho & Salimans 2022', control: at('measure.guidance.frechet.w1'), treated: at('measure.guidance.frechet.w1.5'), metric: 'Fréchet distance', expect: 'lower' }),
  lab.claim({ claim: 'too much guidance goes away from them again: 8 against 3', source: 'U-shape across papers', control: at('measure.guidance.frechet.w3'), treated: at('measure.guidance.frechet.w8'), metric: 'Fréchet distance', expect: 'higher' }),
  lab.claim({ claim: '50 steps draw better than 5', source: '§4.1 takes 250', control: at('measure.steps.frechet.s5'), treated: at('measure.steps.frechet.s50'), metric: 'Fréchet distance', expect: 'lower' }),
  lab.claim({ claim: '250 steps draw as 50 do', source: 'saturation', control: at('measure.steps.frechet.s50'), treated: at('measure.steps.frechet.s250'), metric: 'Fréchet distance', expect: 'equal', margin: 0.1 }),
]

// %% [markdown]
// ## Continuous against quantised: the parity FLOP ratio (Table 3)
//
// Chameleon draws images as tokens of a VQ-VAE, by the same transformer, with one loss for text and image tokens. Transfusion draws the latents of a
// VAE of the same size, trained as long, predicting clean latents as the `nanoLatents` preset does. Both have sixteen elements an image. Three widths of either,
// straight lines through log metric against log FLOPs (6ND), both read at the value of the widest Chameleon. Below 1, Transfusion gets there with less
// compute. The paper has 0.49 for text, 0.22 for captions and 0.03 for images, over a range of forty in parameters; here it is ten.

// %%
const autoencoder = { data: { jitter: 0 }, image: base.image, train: { steps: quick ? 600 : 2000, sampleEvery: 0 }, engine: base.engine }
const codes = await lab.train({ preset: 'nanoVq', ...autoencoder }, { name: 'VQ-VAE of the study' })
const latents = await lab.train({ preset: 'nanoVae', ...autoencoder }, { name: 'VAE of the study' })
const quantised = lab.config(base, { baseline: 'chameleon', 'image.autoencoder': codes.id, 'autoencoder.kind': 'vq', 'loss.zLoss': 1e-5 })
const continuous = lab.config(base, { 'image.latents': 'vae', 'image.autoencoder': latents.id, 'autoencoder.kind': 'vae', 'patch.size': 1, 'diffusion.prediction': 'x0', 'diffusion.schedule': 'straight' })

// %%
const transfusion = await measured(await lab.sweep(continuous, { 'model.dim': widths }, { seeds }), 'measure.frechet', ['frechet'])
const chameleon = await measured(await lab.sweep(quantised, { 'model.dim': widths }, { seeds }), 'measure.frechet', ['frechet'])

// %%
lab.parityRatio(transfusion, chameleon, 'eval.perplexity')
lab.parityRatio(transfusion, chameleon, 'eval.captionLoss')
lab.parityRatio(transfusion, chameleon, 'measure.frechet')

// %%
const widest = (runs: Runs): Runs => runs.filter((run) => run.config.model.dim === widths[2])
const quantising = [
  lab.claim({ claim: 'latents leave text better than image tokens, at equal width and steps', source: 'Table 3', control: widest(chameleon), treated: widest(transfusion), metric: 'eval.perplexity', expect: 'lower' }),
  lab.claim({ claim: 'latents caption better than image tokens', source: 'Table 3', control: widest(chameleon), treated: widest(transfusion), metric: 'eval.captionLoss', expect: 'lower' }),
  lab.claim({ claim: 'latents draw nearer to the pictures than image tokens', source: 'Table 3', control: widest(chameleon), treated: widest(transfusion), metric: 'measure.frechet', expect: 'lower' }),
]

// %% [markdown]
// ## All verdicts

// %%
lab.verdicts([...mask, ...limit, ...lambda, ...order, ...codec, ...patch, ...sampling, ...quantising])
