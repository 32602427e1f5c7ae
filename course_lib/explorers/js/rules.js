// @ts-nocheck: written for numbers alone; the parity test judges it.
// The update rules of course_lib.optimizers once more, for one coordinate: every number is a plain float, so that a
// whole picture is computed while the hand moves. A test compares each rule with the Python one, step by step.
//
// knobs: the hyperparameters it takes. start: what it remembers before the first step.
// step(W, g, past, knobs) → [new W, new state, what else the arithmetic shows].
// lines: the arithmetic of a step, to be filled in with numbers; v is the old value and v' the new one.

export const SGD = {
  knobs: ["lr"],
  start: {},
  step(W, g, past, { lr }) {
    return [W - lr * g, {}, {}]
  },
  lines: ["W = {W} − {lr}·{g} = {W'}"],
}

export const Momentum = {
  knobs: ["lr", "beta"],
  start: { v: 0 },
  step(W, g, past, { lr, beta }) {
    const v = beta * past.v + (1 - beta) * g
    return [W - lr * v, { v }, {}]
  },
  lines: ["v = {beta}·{v} + {1-beta}·{g} = {v'}", "W = {W} − {lr}·{v'} = {W'}"],
}

export const Nesterov = {
  ...Momentum,
  // Where the gradient is taken.
  look(W, past, { lr, beta }) {
    return W - lr * beta * past.v
  },
}

export const AdaGrad = {
  knobs: ["lr", "eps"],
  start: { total: 0 },
  step(W, g, past, { lr, eps }) {
    const total = past.total + g ** 2
    return [W - (lr * g) / Math.sqrt(total + eps), { total }, {}]
  },
  lines: ["Σg² = {total} + {g}² = {total'}", "W = {W} − {lr}·{g} / √({total'} + {eps}) = {W'}"],
}

export const AdaDelta = {
  knobs: ["lr", "rho", "eps"],
  start: { S: 0, D: 0 },
  step(W, g, past, { lr, rho, eps }) {
    const S = rho * past.S + (1 - rho) * g ** 2
    const step = Math.sqrt((past.D + eps) / (S + eps)) * g
    const D = rho * past.D + (1 - rho) * step ** 2
    return [W - lr * step, { S, D }, { step }]
  },
  lines: [
    "S = {rho}·{S} + {1-rho}·{g}² = {S'}",
    "step = √(({D} + {eps}) / ({S'} + {eps}))·{g} = {step}",
    "D = {rho}·{D} + {1-rho}·{step}² = {D'}",
    "W = {W} − {lr}·{step} = {W'}",
  ],
}

export const RMSProp = {
  knobs: ["lr", "beta", "eps"],
  start: { S: 0 },
  step(W, g, past, { lr, beta, eps }) {
    const S = beta * past.S + (1 - beta) * g ** 2
    return [W - (lr * g) / Math.sqrt(S + eps), { S }, {}]
  },
  lines: ["S = {beta}·{S} + {1-beta}·{g}² = {S'}", "W = {W} − {lr}·{g} / √({S'} + {eps}) = {W'}"],
}

// Adam's two averages, which its relatives share.
function averages(g, past, { beta1, beta2 }) {
  const t = past.t + 1
  const m = beta1 * past.m + (1 - beta1) * g
  const S = beta2 * past.S + (1 - beta2) * g ** 2
  return { m, S, t }
}

const AVERAGES = ["m = {beta1}·{m} + {1-beta1}·{g} = {m'}", "S = {beta2}·{S} + {1-beta2}·{g}² = {S'}"]
const CORRECTED = ["m̂ = {m'} / (1 − {beta1}^{t'}) = {m_hat}", "Ŝ = {S'} / (1 − {beta2}^{t'}) = {S_hat}"]
const STEP = "W = {W} − {lr}·{m_hat} / √({S_hat} + {eps}) = {W'}"

export const Adam = {
  knobs: ["lr", "beta1", "beta2", "eps"],
  start: { m: 0, S: 0, t: 0 },
  step(W, g, past, knobs) {
    const { m, S, t } = averages(g, past, knobs)
    const m_hat = m / (1 - knobs.beta1 ** t)
    const S_hat = S / (1 - knobs.beta2 ** t)
    return [W - (knobs.lr * m_hat) / Math.sqrt(S_hat + knobs.eps), { m, S, t }, { m_hat, S_hat }]
  },
  lines: [...AVERAGES, ...CORRECTED, STEP],
}

export const AdamW = {
  knobs: [...Adam.knobs, "weight_decay"],
  start: Adam.start,
  step(W, g, past, knobs) {
    const [stepped, state, shown] = Adam.step(W, g, past, knobs)
    return [stepped - knobs.lr * knobs.weight_decay * W, state, shown]
  },
  lines: [
    ...AVERAGES,
    ...CORRECTED,
    "W = {W} − {lr}·{m_hat} / √({S_hat} + {eps}) − {lr}·{weight_decay}·{W} = {W'}",
  ],
}

export const AMSGrad = {
  knobs: Adam.knobs,
  start: { m: 0, S: 0, S_max: 0, t: 0 },
  step(W, g, past, knobs) {
    const { m, S, t } = averages(g, past, knobs)
    const S_max = Math.max(past.S_max, S)
    const m_hat = m / (1 - knobs.beta1 ** t)
    const S_hat = S_max / (1 - knobs.beta2 ** t)
    return [W - (knobs.lr * m_hat) / Math.sqrt(S_hat + knobs.eps), { m, S, S_max, t }, { m_hat, S_hat }]
  },
  lines: [
    ...AVERAGES,
    "S_max = max({S_max}, {S'}) = {S_max'}",
    CORRECTED[0],
    "Ŝ = {S_max'} / (1 − {beta2}^{t'}) = {S_hat}",
    STEP,
  ],
}

export const NAdam = {
  knobs: Adam.knobs,
  start: Adam.start,
  step(W, g, past, knobs) {
    const { beta1, beta2, lr, eps } = knobs
    const { m, S, t } = averages(g, past, knobs)
    const m_hat = (beta1 * m) / (1 - beta1 ** (t + 1)) + ((1 - beta1) * g) / (1 - beta1 ** t)
    const S_hat = S / (1 - beta2 ** t)
    return [W - (lr * m_hat) / Math.sqrt(S_hat + eps), { m, S, t }, { m_hat, S_hat }]
  },
  lines: [
    ...AVERAGES,
    "m̂ = {beta1}·{m'} / (1 − {beta1}^{t+1}) + {1-beta1}·{g} / (1 − {beta1}^{t'}) = {m_hat}",
    CORRECTED[1],
    STEP,
  ],
}

export const Lion = {
  knobs: ["lr", "beta1", "beta2", "weight_decay"],
  start: { m: 0 },
  step(W, g, past, { lr, beta1, beta2, weight_decay }) {
    const c = beta1 * past.m + (1 - beta1) * g
    const m = beta2 * past.m + (1 - beta2) * g
    return [W - lr * (Math.sign(c) + weight_decay * W), { m }, { c }]
  },
  lines: [
    "c = {beta1}·{m} + {1-beta1}·{g} = {c}",
    "W = {W} − {lr}·(sign({c}) + {weight_decay}·{W}) = {W'}",
    "m = {beta2}·{m} + {1-beta2}·{g} = {m'}",
  ],
}

export const RULES = { SGD, Momentum, Nesterov, AdaGrad, AdaDelta, RMSProp, Adam, AdamW, AMSGrad, NAdam, Lion }
