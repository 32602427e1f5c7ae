// course_lib.training.fit once more, one update at a time.

import { SWEEPS } from "./sweeps.js"

const TOO_FAR = 1e12

/** @typedef {{X: Float64Array, y: ArrayLike<number>, n: number, d: number}} Samples  */
/** @typedef {{W: ArrayLike<number>, batchSize: number, order: (epoch: number) => ArrayLike<number>,
 *   schedule?: ArrayLike<number> | null}} Run  */

// A network in training: order(epoch) says in which order the samples are visited, schedule[t] multiplies the rate.
// step() makes one update and is false once the run has diverged: then W stays where it was.
/** @param {any} net of network.js
 *  @param {Samples} samples
 *  @param {string} rule
 *  @param {Record<string, number>} knobs
 *  @param {Run} run */
export function trainer(net, samples, rule, knobs, run) {
  const { X, y, n, d } = samples
  const { batchSize, order, schedule = null } = run
  const sweep = SWEEPS[rule]
  const W = Float64Array.from(run.W)
  const [before, ahead, g] = [new Float64Array(net.size), new Float64Array(net.size), new Float64Array(net.size)]
  const batch = new Float64Array(batchSize * d)
  const targets = new Float64Array(batchSize)
  const slowed = { ...knobs }
  const perEpoch = Math.ceil(n / batchSize)
  let indices = order(0)
  const state = {
    W, g, before, past: sweep.start(net.size), updates: 0, samples: 0, diverged: false, perEpoch, knobs: slowed,
    step() {
      if (state.diverged) return false
      const place = state.updates % perEpoch
      if (!place && state.updates) indices = order(state.updates / perEpoch)
      const many = Math.min(batchSize, n - place * batchSize)
      for (let b = 0; b < many; b++) {
        const from = indices[place * batchSize + b]
        targets[b] = y[from]
        for (let k = 0; k < d; k++) batch[b * d + k] = X[from * d + k]
      }
      if (schedule) slowed.lr = knobs.lr * schedule[state.updates]
      if (sweep.look) sweep.look(W, state.past, slowed, ahead)
      net.gradient(sweep.look ? ahead : W, batch, targets, many, g)
      before.set(W)
      sweep.step(W, g, state.past, slowed)
      state.updates++
      state.samples += many
      if (!within(g, Number.MAX_VALUE) || !within(W, TOO_FAR)) {
        W.set(before)
        state.diverged = true
      }
      return !state.diverged
    },
    // The length of the last step.
    moved() {
      let sum = 0
      for (let i = 0; i < W.length; i++) sum += (W[i] - before[i]) ** 2
      return Math.sqrt(sum)
    },
  }
  return state
}

function within(values, most) {
  for (let i = 0; i < values.length; i++) if (!(Math.abs(values[i]) <= most)) return false
  return true
}

// The whole of it: {W: [...], loss, updates, diverged}, the start, each `every`-th update and the last.
export function fit(net, samples, rule, knobs, run, updates, every = 1) {
  const made = trainer(net, samples, rule, knobs, run)
  const found = { W: /** @type {Float64Array[]} */ ([]), loss: /** @type {number[]} */ ([]),
                  updates: /** @type {number[]} */ ([]), diverged: false }
  for (let t = 0; t <= updates; t++) {
    if (t) made.step()
    if (t % every && t !== updates) continue
    note(found, t, net.loss(made.W, samples.X, samples.y, samples.n), made)
  }
  found.diverged = made.diverged
  return found
}

function note({ W, loss, updates }, t, value, made) {
  if (!Number.isFinite(value)) made.diverged = true
  W.push(made.W.slice())
  loss.push(made.diverged && loss.length ? loss[loss.length - 1] : value)
  updates.push(t)
}

// lr over the root of what the rule has gathered of g², for up to `most` weights: what multiplies a weight's (averaged)
// gradient now. null for a rule that looks at the sign alone.
export function rates(rule, past, knobs, most = 200) {
  if (rule === "Lion") return null
  const gathered = past.S_max ?? past.S ?? past.total
  if (!gathered) return [knobs.lr]
  const corrected = past.t ? 1 - knobs.beta2 ** past.t : 1
  const every = Math.max(1, Math.ceil(gathered.length / most))
  const found = []
  for (let i = 0; i < gathered.length; i += every) {
    const above = past.D ? Math.sqrt(past.D[i] + knobs.eps) : 1
    found.push(knobs.lr * above / Math.sqrt(gathered[i] / corrected + knobs.eps))
  }
  return found.sort((a, b) => a - b)
}
