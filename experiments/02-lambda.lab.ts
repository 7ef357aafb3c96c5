// %% [markdown]
// # What does λ do?
//
// `L = L_text + λ · L_image`: a small λ lets the text loss lead, a large one the image loss.
// The paper uses λ = 5 throughout. Here are three values on a short budget: enough to see the direction, not to settle a claim.
//
// Runs share a seed, so all of them see the same batches and the same noise. What differs between the curves is λ.

// %%
const short = lab.config({ preset: 'nano', train: { steps: 600, evalEvery: 100 } })

// %%
const runs = await lab.sweep(short, { 'loss.lambda': [1, 5, 20] })

// %% [markdown]
// Runs wait in a queue and train one after another. A value that you add to the list later trains only what is new:
// a config that already ran is shown, not run again.
//
// Do not compare the *total* loss: λ is part of it. Compare the held-out text loss and the ε-MSE, which mean the same in every run.

// %%
lab.compare(runs, { baseline: { 'loss.lambda': 5 } })

// %%
lab.table(runs.map((run) => ({
  lambda: run.config.loss.lambda,
  perplexity: run.metrics['eval.perplexity'],
  'ε-MSE': run.metrics['eval.epsilonMse'],
})))

// %% [markdown]
// The same prompt, the same noise, three models:

// %%
for (const run of runs) await lab.sample(run, { prompts: ['a red circle', 'a blue square'], seed: 7 })

// %% [markdown]
// One seed is an anecdote. To see whether a difference is larger than the noise between seeds, run
// `lab.sweep(short, { 'loss.lambda': [1, 5, 20] }, { seeds: 3 })`.
