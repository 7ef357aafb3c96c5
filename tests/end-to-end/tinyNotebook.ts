/** A notebook that does the main job on a model so small that it learns nothing. */
export const tinyNotebook = `// %% [markdown]
// # Tiny
//
// The main job on a model so small that it learns nothing.

// %%
const base = lab.config({
  preset: 'nano', loss: { lambda: 5 },
  image: { size: 16 }, model: { dim: 32, layers: 1, heads: 2 }, data: { sequenceLength: 64 },
  train: { steps: 2000, batch: 4, evalEvery: 100, sampleEvery: 100, checkpointEvery: 100, evalBatches: 1 },
  sample: { steps: 4, count: 2, captionLength: 16 }, engine: { threads: 1 },
})

// %%
const run = await lab.train(base)

// %%
await lab.sample(run, ['a red circle', 'a blue square'])

// %%
const runs = await lab.runs()
lab.compare(runs)
`
