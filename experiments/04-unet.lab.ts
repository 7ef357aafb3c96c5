// %% [markdown]
// # A U-Net around the transformer
//
// The paper has two ways to turn a patch into a model vector and back: one linear layer, or the down blocks of a U-Net before the
// transformer and its up blocks after, with skip connections between them (§3). The U-Net sees whole images, so patches of one image
// mix whatever the attention mask says; and it lets a patch be large, so that an image takes few places in the sequence (Table 6).
//
// Here an image of 24 pixels is cut into 8 × 8 patches: 9 places of the sequence, where `nano` takes 36.

// %%
const unet = lab.config({ preset: 'nanoUnet' })
const linear = lab.config({ preset: 'nanoUnet', patch: { codec: 'linear' } })

// %% [markdown]
// What a run takes, before it is started: `npm run -s lab -- plan --preset nanoUnet` in a terminal.

// %%
const withUnet = await lab.train(unet)

// %%
await lab.sample(withUnet, { prompts: ['a large red circle', 'a small blue square', 'a large green triangle', 'a small yellow ring'], seed: 1 })

// %% [markdown]
// The same patches, cut out and put back by a linear layer. Both runs see the same batches and the same noise.

// %%
const withLinear = await lab.train(linear)
lab.compare([withUnet, withLinear], { baseline: { 'patch.codec': 'linear' } })

// %%
await lab.sample(withLinear, { prompts: ['a large red circle', 'a small blue square', 'a large green triangle', 'a small yellow ring'], seed: 1 })

// %% [markdown]
// The U-Net has parameters of its own and takes longer for a step, so this compares equal steps, not equal compute. `lab plan` says both.
