// %% [markdown]
// # What the paper claims, and what small runs say
//
// Each claim below is an order that *Transfusion* reports: this beats that, or this leaves that alone. Every pair of runs
// shares a seed, so both see the same documents and the same noise. `lab.claim` takes the mean difference over
// seeds, its 95 % interval (Student's paired t), and says one of: **seen**; **opposite at this scale**; **not seen at this
// scale**, where the interval allows both.
//
// No absolute number here compares with the paper's: its FID, CIDEr and GenEval need its data and its scale.

// %% [markdown]
// ## What the quick setting gave
//
// `npm run -s lab -- run experiments/03-paper-claims.lab.ts`, seeds 0 to 2, two CPU cores; treated − control with its 95 % interval.
//
// | claim | number | control | treated | difference | verdict |
// |---|---|---|---|---|---|
// | bidirectional attention denoises better | ε-MSE | 0.119 | 0.115 | −0.0037 (−0.0041 … −0.0033) | seen: 3 %, far below the paper's effect |
// | text does not notice the mask | perplexity | 1.39 | 1.39 | +0.0010 (−0.0002 … +0.0022) | seen |
// | the causal mask hurts early patches more | first / last quarter | 0.946 | 0.950 | +0.0036 (−0.0050 … +0.0121) | not seen at this scale |
// | a noise limit of 500 helps captions | caption loss | 0.310 | 0.272 | −0.037 (−0.115 … +0.041) | not seen at this scale |
// | a noise limit of 500 leaves drawing alone (± 5 %) | ε-MSE | 0.115 | 0.121 | +0.0053 (+0.0027 … +0.0079) | not seen at this scale: 2 to 7 % worse |
// | λ = 5 instead of 0 costs text little (3 %) | perplexity | 1.39 | 1.39 | +0.0038 (−0.0057 … +0.0132) | seen |
// | λ = 20 instead of 1 denoises better | ε-MSE | 0.141 | 0.106 | −0.0350 (−0.0435 … −0.0266) | seen |
// | λ = 20 instead of 1 costs text | perplexity | 1.39 | 1.40 | +0.0088 (+0.0049 … +0.0127) | seen |
// | 80 % caption first instead of 20 % denoises better | ε-MSE | 0.116 | 0.115 | −0.0015 (−0.0043 … +0.0013) | not seen at this scale |
// | 80 % caption first instead of 20 % captions worse | caption loss | 0.292 | 0.325 | +0.033 (−0.019 … +0.085) | not seen at this scale |
// | the U-Net denoises better than linear patches | ε-MSE | 0.115 | 0.082 | −0.033 (−0.055 … −0.012) | seen: 29 % |
// | with the U-Net the causal mask costs less | ε-MSE, causal − bidirectional | 0.0037 | −0.0016 | −0.0053 (−0.0091 … −0.0015) | seen |
// | patches of 2 × 2 denoise better than 4 × 4 | ε-MSE | 0.115 | 0.067 | −0.048 (−0.056 … −0.041) | seen |
// | text does not notice the patch size (2 %) | perplexity | 1.39 | 1.40 | +0.0053 (−0.0056 … +0.0162) | seen |
// | guidance 3 draws what was asked more often than 1 | share right of 128 | 0 | 0 | 0 | not seen: models this small draw no object whole |
// | guidance 3 is nearer to the pictures than 1 | Fréchet distance | 2.40 | 2.52 | +0.12 (−0.11 … +0.35) | not seen at this scale |
// | guidance 8 is further from them than 3 | Fréchet distance | 2.52 | 2.76 | +0.24 (−0.36 … +0.83) | not seen at this scale |
// | 50 steps draw better than 5 | Fréchet distance | 2.91 | 2.52 | −0.39 (−0.45 … −0.32) | seen |
// | 250 steps draw as 50 do (± 10 %) | Fréchet distance | 2.52 | 2.49 | −0.033 (−0.064 … −0.003) | seen |
//
// The parity FLOP ratio to Chameleon (the last section), nine runs a family, 95 % interval in brackets:
//
// | metric | FLOPs of Transfusion / FLOPs of Chameleon | |
// |---|---|---|
// | perplexity | 0.011 (2 · 10⁻⁶ … 60) | not decided, the lines are flat: Transfusion's nine lie from 1.380 to 1.403, Chameleon's from 1.401 to 1.414 |
// | caption loss | 435 (5.2 … 36,000) | opposite at this scale: the widest have 0.289 to 0.305 and 0.257 to 0.265 |
// | Fréchet distance | 5 · 10⁵ (0.24 … 10¹²) | not decided, since Transfusion's line has to be drawn out far: its nine lie from 2.4 to 4.4, Chameleon's from 0.22 to 0.30 |
//
// Against the paper in pictures and captions, then: on sixteen tokens of a VQ-VAE that was trained before, a small transformer draws and captions sooner than on raw pixels with ε-prediction,
// of which `nano` (README) says what it takes. Latents on both sides would be the fairer comparison, and are not in this study.
//
// Three seeds, and no correction for how many claims are tried: of nineteen intervals of 95 %, one is expected to miss. Captions of these
// models barely use the image, and what they draw is no object yet (a perfect model would measure a Fréchet distance of 0.08), so the rows on captions
// and guidance say more about the setting than about the paper. The full setting has not been run.
//
// Patch size (Table 6) is compared at 2 × 2 and 4 × 4 pixels alone: a linear patch of 8 × 8 holds 192 numbers, more than this model is
// wide, so its ε-MSE could not fall below about 1 − 64/192 whatever the patch size does to learning.
//
// Stopped on the way (Ctrl-C), the study goes on when it is run again: what is finished is taken as it is, and the run that was
// under way goes on from its last checkpoint.

// %% [markdown]
// ## The runs
//
// `quick`: 16-pixel scenes, a model of 0.1 million parameters, three seeds, 600 steps. With `quick = false`: the `nano` model,
// five seeds, 3,000 steps a run, for a night.
// One thread, since a model this small gains little from a second.
// Both use the paper's diffusion: ε-prediction, cosine schedule, uniform t. Each sequence is one document, so runs
// of as many steps have seen as many images.

// %%
const quick = true
const seeds = quick ? 3 : 5
const pictures = quick ? 128 : 512
const tiny = lab.config({
  data: { name: 'shapes', maxObjects: 1, jitter: 0, positions: 0, captionFirst: 0.5, packing: false, sequenceLength: 52 },
  image: { size: 16 },
  model: { dim: 64, layers: 2, heads: 2, qkNorm: true, tiedEmbeddings: true, patchPositions: 'learned' },
  patch: { unetChannels: 8 },
  train: { steps: 600, batch: 16, lr: 3e-3, lrMin: 1e-4, warmup: 50, evalEvery: 0, evalBatches: 16, sampleEvery: 0, checkpointEvery: 150 },
  sample: { steps: 50, sampler: 'ddim', captionLength: 32, count: 4 },
  engine: { threads: 1 },
})
const base = quick ? tiny : lab.config(tiny, { 'image.size': 24, 'data.sequenceLength': 72, 'model.dim': 128, 'model.layers': 4, 'model.heads': 4, 'patch.unetChannels': 16, 'train.steps': 3000, 'train.checkpointEvery': 500, 'train.lr': 2e-3, 'train.warmup': 100, 'engine.threads': 0 })

// %%
const bidirectional = await lab.sweep(base, { mask: ['transfusion'] }, { seeds })
const causal = await lab.sweep(base, { mask: ['causal'] }, { seeds })

// %% [markdown]
// ## Attention inside an image (Table 5)
//
// The paper's largest effect: FID 61.3 → 20.3 with linear patches, text unchanged. If the causal mask is what hurts, it hurts the
// first patches most, which see the least of their image.

// %%
const mask = [
  lab.claim({ claim: 'bidirectional attention inside an image denoises better', source: 'Table 5', control: causal, treated: bidirectional, metric: 'eval.epsilonMse', expect: 'lower' }),
  lab.claim({ claim: 'text does not notice the mask', source: 'Table 5', control: causal, treated: bidirectional, metric: 'eval.perplexity', expect: 'equal', margin: 0.02 }),
  lab.claim({ claim: 'the causal mask hurts early patches more than late ones', source: 'follows from §3', control: bidirectional, treated: causal, metric: (run) => run.metrics['eval.raster.q1']! / run.metrics['eval.raster.q4']!, label: 'ε-MSE of the first quarter / of the last', expect: 'higher' }),
]

// %% [markdown]
// ## Noise limit (Table 8)
//
// Captions are trained after noisy images and asked for after clean ones. Limiting t to 500 where the image comes
// first gave +4.0 CIDEr at 0.76B, and left drawing alone.

// %%
const limited = await lab.sweep(base, { 'diffusion.noiseLimit': [500] }, { seeds })

// %%
const limit = [
  lab.claim({ claim: 'a noise limit of 500 makes captions better', source: 'Table 8', control: bidirectional, treated: limited, metric: 'eval.captionLoss', expect: 'lower' }),
  lab.claim({ claim: 'a noise limit of 500 leaves drawing alone', source: 'Table 8', control: bidirectional, treated: limited, metric: 'eval.epsilonMse', expect: 'equal', margin: 0.05 }),
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
const [few, many] = [await lab.sweep(base, { 'data.captionFirst': [0.2] }, { seeds }), await lab.sweep(base, { 'data.captionFirst': [0.8] }, { seeds })]

// %%
const order = [
  lab.claim({ claim: '80 % caption first denoises captioned images better than 20 %', source: 'not in the paper', control: few, treated: many, metric: 'eval.epsilonMse', expect: 'lower' }),
  lab.claim({ claim: '80 % caption first captions worse than 20 %', source: 'not in the paper', control: few, treated: many, metric: 'eval.captionLoss', expect: 'higher' }),
]

// %% [markdown]
// ## The U-Net codec (Tables 5 and 7)
//
// A U-Net mixes the patches of an image whatever the mask says, so it should denoise better than a linear layer, and lose less
// to a causal mask: FID 16.8 → 16.7, where linear patches went from 61.3 to 20.3.

// %%
const unet = await lab.sweep(base, { 'patch.codec': ['unet'] }, { seeds })
const unetCausal = await lab.sweep(lab.config(base, { mask: 'causal' }), { 'patch.codec': ['unet'] }, { seeds })

// %%
const error = (runs: typeof unet): number[] => runs.map((run) => run.metrics['eval.epsilonMse']!)
const gap = (hidden: typeof unet, open: typeof unet): number[] => error(hidden).map((value, i) => value - error(open)[i]!)
const codec = [
  lab.claim({ claim: 'the U-Net codec denoises better than the linear one at equal steps', source: 'Table 7', control: bidirectional, treated: unet, metric: 'eval.epsilonMse', expect: 'lower' }),
  lab.claim({ claim: 'with the U-Net the causal mask costs less', source: 'Table 5', control: gap(causal, bidirectional), treated: gap(unetCausal, unet), metric: 'ε-MSE, causal − bidirectional', expect: 'lower' }),
]

// %% [markdown]
// ## Patch size (Table 6, the linear rows)
//
// Patches of 2 × 2 pixels against 4 × 4, of 12 and 48 numbers: both fit into the model's width, so neither is cut short by it. The runs
// see as many images, not as many elements: the small patches take four times as many places in the sequence.

// %%
const small = await lab.sweep(lab.config(base, { 'data.sequenceLength': quick ? 100 : 180 }), { 'patch.size': [2] }, { seeds })

// %%
const patch = [
  lab.claim({ claim: 'patches of 2 × 2 denoise better than 4 × 4, at equal images', source: 'Table 6', control: bidirectional, treated: small, metric: 'eval.epsilonMse', expect: 'lower' }),
  lab.claim({ claim: 'text does not notice the patch size, at equal text', source: 'Table 6 has it worse with larger patches, at equal elements', control: bidirectional, treated: small, metric: 'eval.perplexity', expect: 'equal', margin: 0.02 }),
]

// %% [markdown]
// ## Guidance and denoising steps
//
// No training: the same three models draw the same prompts from the same noise.

// %%
const sampled: Awaited<ReturnType<typeof lab.measure>>[] = []
for (const run of bidirectional) sampled.push(await lab.measure(run, ['guidance', 'steps'], { count: pictures, guidance: [1, 3, 8], steps: [5, 50, 250] }))
const at = (key: string): number[] => sampled.map((numbers) => numbers[key]!)

// %%
const sampling = [
  lab.claim({ claim: 'guidance 3 draws what was asked more often than none', source: 'Ho & Salimans 2022', control: at('measure.guidance.right.w1'), treated: at('measure.guidance.right.w3'), metric: 'share drawn right', expect: 'higher' }),
  lab.claim({ claim: 'guidance 3 is nearer to the pictures than none', source: 'Ho & Salimans 2022', control: at('measure.guidance.frechet.w1'), treated: at('measure.guidance.frechet.w3'), metric: 'Fréchet distance', expect: 'lower' }),
  lab.claim({ claim: 'too much guidance goes away from them again: 8 against 3', source: 'U-shape across papers', control: at('measure.guidance.frechet.w3'), treated: at('measure.guidance.frechet.w8'), metric: 'Fréchet distance', expect: 'higher' }),
  lab.claim({ claim: '50 steps draw better than 5', source: '§4.1 takes 250', control: at('measure.steps.frechet.s5'), treated: at('measure.steps.frechet.s50'), metric: 'Fréchet distance', expect: 'lower' }),
  lab.claim({ claim: '250 steps draw as 50 do', source: 'saturation', control: at('measure.steps.frechet.s50'), treated: at('measure.steps.frechet.s250'), metric: 'Fréchet distance', expect: 'equal', margin: 0.1 }),
]

// %% [markdown]
// ## Continuous against quantised: the parity FLOP ratio (Table 3)
//
// Chameleon draws images as tokens of a VQ-VAE, by the same transformer, with one loss for text and image tokens. Three widths of either,
// straight lines through log metric against log FLOPs (6ND), both read at the value of the widest Chameleon. Below 1, Transfusion gets there with less
// compute. The paper has 0.49 for text, 0.22 for captions and 0.03 for images, over a range of forty in parameters; here it is ten.

// %%
const widths = quick ? [32, 64, 128] : [64, 128, 256]
const codes = await lab.train({ preset: 'nanoVq', data: { jitter: 0 }, image: base.image, train: { steps: quick ? 600 : 2000, sampleEvery: 0 }, engine: base.engine }, { name: 'VQ-VAE of the study' })
const quantised = lab.config(base, { baseline: 'chameleon', 'image.autoencoder': codes.id, 'autoencoder.kind': 'vq', 'loss.zLoss': 1e-5 })

// %%
const ours = await lab.sweep(base, { 'model.dim': widths }, { seeds })
const chameleon = await lab.sweep(quantised, { 'model.dim': widths }, { seeds })

// %%
for (const run of [...ours, ...chameleon]) if (run.metrics['measure.frechet'] === undefined) await lab.measure(run, ['frechet'], { count: pictures })
const measured = (runs: typeof ours) => Promise.all(runs.map((run) => lab.run(run.id)))
const [continuous, discrete] = [await measured(ours), await measured(chameleon)]

// %%
lab.parityRatio(continuous, discrete, 'eval.perplexity')
lab.parityRatio(continuous, discrete, 'eval.captionLoss')
lab.parityRatio(continuous, discrete, 'measure.frechet')

// %% [markdown]
// ## All verdicts

// %%
lab.verdicts([...mask, ...limit, ...lambda, ...order, ...codec, ...patch, ...sampling])
