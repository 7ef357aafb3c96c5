// %% [markdown]
// # A first Transfusion model
//
// One transformer learns two things from the same sequences: to predict the next *text* token, and to remove noise from
// *image* patches. Afterwards it draws what a caption says and captions what it sees.
// This notebook trains a very small one on drawn scenes (circles, squares, triangles …, each with a caption),
// in minutes on a laptop's CPU.
//
// **Shift+Enter** runs a cell and goes to the next. Start with the cell below.

// %%
const base = lab.config({ preset: 'nano' })

// %% [markdown]
// The card shows every key and where its value comes from. The total loss is
//
// `L = L_text + λ · L_image`
//
// and λ is `loss.lambda`. Point at any key in a cell to read what it means.
//
// Now train. The curves move as it learns, and sample sheets appear every few hundred steps. You may close the page: training goes on.

// %%
const first = await lab.train(base, { name: 'first run' })

// %% [markdown]
// ## Text → image
//
// The prompt is the start of the sequence; the patches begin as pure noise and are denoised together, each looking at
// all the others of its image and at the text before it. `guidance` pushes towards the prompt: try 1, and then 6.

// %%
await lab.sample(first, {
  prompts: ['a red circle', 'a blue square', 'a green triangle', 'a yellow circle'],
  guidance: 3,
  seed: 1,
})

// %% [markdown]
// ## Image → text
//
// The same weights, the other way: the image comes first, and the model goes on with text.
// These pictures are held out: their combinations of shape, colour and size were never trained on.

// %%
await lab.caption(first, { count: 8 })

// %% [markdown]
// ## How often is it right?
//
// A rule-based checker reads shape and colour back from each drawing, without knowing the prompt, and compares captions with the scene.

// %%
const score = await lab.score(first, { count: 64 })

// %% [markdown]
// ## A closer look
//
// Numbers of a run are plain values, so the rest is TypeScript.

// %%
lab.table([
  { what: 'total loss, last training batch', value: first.metrics['train.loss'] },
  { what: 'perplexity of held-out captions', value: first.metrics['eval.perplexity'] },
  { what: 'ε-MSE on held-out images', value: first.metrics['eval.epsilonMse'] },
  { what: 'drawn with the right shape and colour', value: score.draw.both },
  { what: 'captioned with the right shape and colour', value: score.caption.both },
])

// %% [markdown]
// Change something, say `lab.config({ preset: 'nano', patch: { size: 8 } })` in the first cell, and run on:
// cells that depend on it are marked as stale, and nothing expensive starts by itself.
// The next notebook, **02-lambda**, asks what λ does.
