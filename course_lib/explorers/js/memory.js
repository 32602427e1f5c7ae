// What a rule remembers at a point of its path, and where that leads it next.

import { said } from "./draw.js"
import { listed, say } from "./words.js"

const SIGNS = { total: "Σg²" }
const COORDINATES = ["W₁", "W₂"]

// At point t of a run (see descend.js): {g, step, rate, state}, an entry a coordinate; null where the rule has
// diverged. g: the gradient that it takes there. step: the way to the next point. rate: what it multiplies by
// along this coordinate: the gradient, or its average. state: what it remembers, as it stands after this gradient.
// kick: the noise of this gradient, one number a coordinate.
export function remembered(surface, rule, knobs, run, t, kick = []) {
  const W = run.path[t], past = run.states[t]
  const at = rule.look ? W.map((w, i) => rule.look(w, past[i], knobs)) : W
  const g = surface.gradient(at).map((slope, i) => slope + (kick[i] ?? 0))
  if (!g.every(Number.isFinite) || (run.diverged && String(run.path[t + 1] ?? W) === String(W))) return null
  const parts = W.map((w, i) => rule.step(w, g[i], past[i], knobs))
  return {
    g,
    step: parts.map(([stepped], i) => stepped - W[i]),
    rate: W.map((_, i) => rateOf(rule, knobs, g[i], past[i])),
    state: parts.map(([, after]) => after),
  }
}

// From W = 0, where nothing decays, a rule's step is −rate · (what it follows), to the last digit. A coordinate along
// which it follows nothing yet is asked with the slightest of gradients.
function rateOf(rule, knobs, g, past) {
  const [stepped, after, shown] = rule.step(0, g, past, knobs)
  const follows = "c" in shown ? Math.sign(shown.c) : (shown.m_hat ?? after.v ?? g)
  if (follows === 0) return g === 0 ? rateOf(rule, knobs, 1e-150, past) : 0
  return -stepped / follows
}

// The same in words: {gradient, memory, step, rate}, each without its name but for what is remembered. No line ends
// inside a point.
export function inWords({ g, step, rate, state }) {
  const names = Object.keys(state[0]).filter((name) => name !== "t")
  const point = (numbers) => (numbers.length > 1 ? `(${numbers.map(plain).join(",\u00a0")})` : plain(numbers[0]))
  const rates = [...new Set(rate.map(plain))]
  const kept = (name) => point(state.map((each) => each[name]))
  return {
    gradient: point(g),
    memory: names.map((name) => `${SIGNS[name] ?? name}\u00a0=\u00a0${kept(name)}`).join(", "),
    step: point(step),
    rate: rates.length < 2 ? rates[0] : listed(rate.map((each, i) =>
      say("{rate} along {coordinate}", { rate: plain(each), coordinate: COORDINATES[i] }))),
  }
}

// Three digits: what a table has room for.
const plain = (value) => said(Number(value.toPrecision(3)))

const RANGES = new WeakMap() // of each run, until there is a new one

// The smallest and the largest rate of a run, over its steps and coordinates.
export function rateRange(surface, rule, knobs, run) {
  if (!RANGES.has(run)) {
    const rates = run.path.flatMap((_, t) => remembered(surface, rule, knobs, run, t)?.rate ?? [])
      .filter((rate) => rate > 0)
    RANGES.set(run, rates.reduce(([low, high], rate) => [Math.min(low, rate), Math.max(high, rate)], [1e300, 0]))
  }
  return RANGES.get(run)
}
