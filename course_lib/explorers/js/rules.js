// @ts-nocheck: plain numbers, which the parity test judges.
// Made of course_lib/optimizers by `make notebooks`: change a rule there.
//
// Each rule for one coordinate, in plain floats, so that a whole picture is computed while the hand moves.
// start: what it remembers before the first step. step(W, g, past, knobs) → [new W, new state, what else is shown].
// look(W, past, knobs): where the gradient is taken, if not at W itself.
// lines: the arithmetic of a step, to be filled in with numbers; v is the old value and v' the new one.

export const RULES = {
  SGD: {
    start: {},
    step(W, g, past, { lr }) {
      return [W - lr * g, {}, {}]
    },
    lines: [
      "W = {W} − {lr}·{g} = {W'}",
    ],
  },
  Momentum: {
    start: { v: 0 },
    step(W, g, past, { beta, lr }) {
      const v = beta * past.v + (1 - beta) * g
      return [W - lr * v, { v }, {}]
    },
    lines: [
      "v = {beta}·{v} + {1-beta}·{g} = {v'}",
      "W = {W} − {lr}·{v'} = {W'}",
    ],
  },
  Nesterov: {
    start: { v: 0 },
    look(W, past, { lr, beta }) {
      return W - lr * beta * past.v
    },
    step(W, g, past, { beta, lr }) {
      const v = beta * past.v + (1 - beta) * g
      return [W - lr * v, { v }, {}]
    },
    lines: [
      "v = {beta}·{v} + {1-beta}·{g} = {v'}",
      "W = {W} − {lr}·{v'} = {W'}",
    ],
  },
  AdaGrad: {
    start: { total: 0 },
    step(W, g, past, { lr, eps }) {
      const total = past.total + g ** 2
      return [W - lr * g / Math.sqrt(total + eps), { total }, {}]
    },
    lines: [
      "Σg² = {total} + {g}² = {total'}",
      "W = {W} − {lr}·{g} / √({total'} + {eps}) = {W'}",
    ],
  },
  AdaDelta: {
    start: { S: 0, D: 0 },
    step(W, g, past, { rho, eps, lr }) {
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
  },
  RMSProp: {
    start: { S: 0 },
    step(W, g, past, { beta, lr, eps }) {
      const S = beta * past.S + (1 - beta) * g ** 2
      return [W - lr * g / Math.sqrt(S + eps), { S }, {}]
    },
    lines: [
      "S = {beta}·{S} + {1-beta}·{g}² = {S'}",
      "W = {W} − {lr}·{g} / √({S'} + {eps}) = {W'}",
    ],
  },
  Adam: {
    start: { m: 0, S: 0, t: 0 },
    step(W, g, past, { beta1, beta2, lr, eps }) {
      const t = past.t + 1
      const m = beta1 * past.m + (1 - beta1) * g
      const S = beta2 * past.S + (1 - beta2) * g ** 2
      const m_hat = m / (1 - beta1 ** t)
      const S_hat = S / (1 - beta2 ** t)
      return [W - lr * m_hat / Math.sqrt(S_hat + eps), { m, S, t }, { m_hat, S_hat }]
    },
    lines: [
      "m = {beta1}·{m} + {1-beta1}·{g} = {m'}",
      "S = {beta2}·{S} + {1-beta2}·{g}² = {S'}",
      "m̂ = {m'} / (1 − {beta1}^{t'}) = {m_hat}",
      "Ŝ = {S'} / (1 − {beta2}^{t'}) = {S_hat}",
      "W = {W} − {lr}·{m_hat} / √({S_hat} + {eps}) = {W'}",
    ],
  },
  AdamW: {
    start: { m: 0, S: 0, t: 0 },
    step(W, g, past, { beta1, beta2, lr, weight_decay, eps }) {
      const t = past.t + 1
      const m = beta1 * past.m + (1 - beta1) * g
      const S = beta2 * past.S + (1 - beta2) * g ** 2
      const m_hat = m / (1 - beta1 ** t)
      const S_hat = S / (1 - beta2 ** t)
      return [W - lr * m_hat / Math.sqrt(S_hat + eps) - lr * weight_decay * W, { m, S, t }, { m_hat, S_hat }]
    },
    lines: [
      "m = {beta1}·{m} + {1-beta1}·{g} = {m'}",
      "S = {beta2}·{S} + {1-beta2}·{g}² = {S'}",
      "m̂ = {m'} / (1 − {beta1}^{t'}) = {m_hat}",
      "Ŝ = {S'} / (1 − {beta2}^{t'}) = {S_hat}",
      "W = {W} − {lr}·{m_hat} / √({S_hat} + {eps}) − {lr}·{weight_decay}·{W} = {W'}",
    ],
  },
  AMSGrad: {
    start: { m: 0, S: 0, S_max: 0, t: 0 },
    step(W, g, past, { beta1, beta2, lr, eps }) {
      const t = past.t + 1
      const m = beta1 * past.m + (1 - beta1) * g
      const S = beta2 * past.S + (1 - beta2) * g ** 2
      const S_max = Math.max(past.S_max, S)
      const m_hat = m / (1 - beta1 ** t)
      const S_hat = S_max / (1 - beta2 ** t)
      return [W - lr * m_hat / Math.sqrt(S_hat + eps), { m, S, S_max, t }, { m_hat, S_hat }]
    },
    lines: [
      "m = {beta1}·{m} + {1-beta1}·{g} = {m'}",
      "S = {beta2}·{S} + {1-beta2}·{g}² = {S'}",
      "S_max = max({S_max}, {S'}) = {S_max'}",
      "m̂ = {m'} / (1 − {beta1}^{t'}) = {m_hat}",
      "Ŝ = {S_max'} / (1 − {beta2}^{t'}) = {S_hat}",
      "W = {W} − {lr}·{m_hat} / √({S_hat} + {eps}) = {W'}",
    ],
  },
  NAdam: {
    start: { m: 0, S: 0, t: 0 },
    step(W, g, past, { beta1, beta2, lr, eps }) {
      const t = past.t + 1
      const m = beta1 * past.m + (1 - beta1) * g
      const S = beta2 * past.S + (1 - beta2) * g ** 2
      const m_hat = beta1 * m / (1 - beta1 ** (t + 1)) + (1 - beta1) * g / (1 - beta1 ** t)
      const S_hat = S / (1 - beta2 ** t)
      return [W - lr * m_hat / Math.sqrt(S_hat + eps), { m, S, t }, { m_hat, S_hat }]
    },
    lines: [
      "m = {beta1}·{m} + {1-beta1}·{g} = {m'}",
      "S = {beta2}·{S} + {1-beta2}·{g}² = {S'}",
      "m̂ = {beta1}·{m'} / (1 − {beta1}^{t+1}) + {1-beta1}·{g} / (1 − {beta1}^{t'}) = {m_hat}",
      "Ŝ = {S'} / (1 − {beta2}^{t'}) = {S_hat}",
      "W = {W} − {lr}·{m_hat} / √({S_hat} + {eps}) = {W'}",
    ],
  },
  Lion: {
    start: { m: 0 },
    step(W, g, past, { beta1, beta2, lr, weight_decay }) {
      const c = beta1 * past.m + (1 - beta1) * g
      const m = beta2 * past.m + (1 - beta2) * g
      return [W - lr * (Math.sign(c) + weight_decay * W), { m }, { c }]
    },
    lines: [
      "c = {beta1}·{m} + {1-beta1}·{g} = {c}",
      "m = {beta2}·{m} + {1-beta2}·{g} = {m'}",
      "W = {W} − {lr}·(sign({c}) + {weight_decay}·{W}) = {W'}",
    ],
  },
}
