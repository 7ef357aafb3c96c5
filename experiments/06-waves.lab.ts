// %% [markdown]
// # A second continuous modality: waves
//
// Nothing in Transfusion is particular to images. A *continuous modality* has tokens that say where an item begins and ends, items
// that are cut into patches, a codec that makes a patch a model vector and back, and a diffusion loss with a weight of its own.
// `image` is one; `wave`, a one-dimensional signal, is another. Masks treat both alike: the patches of one wave see each other.
//
// `waves` draws captioned tones from the seed: a timbre (sine, square, triangle, saw) at a pitch (low, mid, high), soft or
// loud, steady, fading or swelling. Some of the 72 tones are held out: no training document has them.

// %%
const waves = lab.config({ preset: 'nanoWaves' })

// %%
const run = await lab.train(waves, { name: 'waves' })

// %% [markdown]
// ## Text → wave
//
// Above, the whole of a wave; below it, an eighth of it around its loudest place. Press play to hear it.

// %%
await lab.sample(run, { prompts: ['a loud steady low saw wave', 'a soft fading mid square wave', 'a loud swelling high sine wave', 'a loud fading low triangle wave'] })

// %% [markdown]
// ## Wave → text

// %%
await lab.caption(run, { count: 8 })

// %% [markdown]
// ## How often is it right?
//
// A checker that does not know the prompt hears timbre, pitch, loudness and envelope of what was made from held-out prompts, and of
// held-out waves that were captioned. `both` are timbre and pitch; `all` are all four.

// %%
const score = await lab.score(run, { count: 48 })

// %% [markdown]
// ## Images and waves in one model
//
// A mix has documents of either. Each modality has its own loss; they share the transformer and the text.

// %%
const both = lab.config({
  preset: 'nanoWaves',
  data: { name: 'mix', sequenceLength: 96, parts: [{ name: 'shapes', maxObjects: 1, jitter: 0 }, { name: 'waves', jitter: 0 }] },
})

// %%
const mixed = await lab.train(both, { name: 'shapes and waves' })
await lab.sample(mixed, { prompts: ['a large red circle'], modality: 'image' })
await lab.sample(mixed, { prompts: ['a loud low saw wave'], modality: 'wave' })
