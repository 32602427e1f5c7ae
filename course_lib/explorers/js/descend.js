// `training.descend` once more: what a rule does on a surface, step by step.

const TOO_FAR = 1e12

// {path: [[W₁, W₂], …], loss: […], states, diverged}, the start first. states: what the rule remembers at each of these
// points, an object a coordinate. kicks: what is added to the gradient in each step. keep: also a record of every step,
// for the arithmetic.
export function descend(surface, rule, knobs, start, steps, noise = 0, kicks = [], keep = false) {
  let W = [...start]
  let state = W.map(() => rule.start)
  let value = surface.value(W)
  let good = true
  const path = [W], loss = [value], states = [state], records = []
  for (let t = 0; t < steps; t++) {
    const at = rule.look ? W.map((w, i) => rule.look(w, state[i], knobs)) : W
    const g = surface.gradient(at).map((slope, i) => (noise ? slope + noise * kicks[t][i] : slope))
    const parts = W.map((w, i) => rule.step(w, g[i], state[i], knobs))
    if (keep) records.push(parts.map(([stepped, after, shown], i) =>
      ({ W: W[i], g: g[i], "W'": stepped, ...state[i], ...primed(after), ...shown, "t+1": t + 2 })))
    const stepped = parts.map((part) => part[0])
    good = good && g.every(Number.isFinite) && stepped.every((w) => Math.abs(w) <= TOO_FAR)
    if (good) {
      const new_value = surface.value(stepped)
      W = stepped
      state = parts.map((part) => part[1])
      good = Number.isFinite(new_value)
      if (good) value = new_value
    }
    path.push(W)
    loss.push(value)
    states.push(state)
  }
  return { path, loss, states, diverged: !good, records }
}

const primed = (state) => Object.fromEntries(Object.entries(state).map(([name, value]) => [`${name}'`, value]))

// The lines of one step with its numbers: "v = 0.9·0.31 + 0.1·1.2 = 0.399".
export function spelled(rule, knobs, record) {
  const known = { ...record, ...knobs }
  for (const [name, value] of Object.entries(knobs)) known[`1-${name}`] = 1 - value
  return rule.lines.map((line) =>
    line.replace(/\{([^}]+)\}/g, (_, name) => short(known[name])).replace(/= \(([^()]*)\)$/, "= $1"))
}

// Four digits; a negative number in brackets, so that "− −1" cannot arise.
export function short(value) {
  const text = String(Number(value.toPrecision(4))).replace("-", "−")
  return value < 0 ? `(${text})` : text
}
