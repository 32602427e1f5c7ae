// @ts-nocheck: plain numbers, which the parity test judges.
// Made of course_lib/optimizers by `make notebooks`: change a rule there.
//
// Each rule for all weights at once, in typed arrays that are changed in place.
// start(n): what it remembers of n weights. step(W, g, past, knobs): one step. look(W, past, knobs, out): where the
// gradient is taken, if not at W itself.

export const SWEEPS = {
  SGD: {
    start: () => ({}),
    step(W, g, past, { lr }) {
      for (let i = 0; i < W.length; i++) {
        W[i] = W[i] - lr * g[i]
      }
    },
  },
  Momentum: {
    start: (n) => ({ v: new Float64Array(n) }),
    step(W, g, past, { beta, lr }) {
      const k1 = 1 - beta
      const { v: v_past } = past
      for (let i = 0; i < W.length; i++) {
        const v = beta * v_past[i] + k1 * g[i]
        W[i] = W[i] - lr * v
        v_past[i] = v
      }
    },
  },
  Nesterov: {
    start: (n) => ({ v: new Float64Array(n) }),
    look(W, past, { lr, beta }, out) {
      const k1 = lr * beta
      const { v: v_past } = past
      for (let i = 0; i < W.length; i++) {
        out[i] = W[i] - k1 * v_past[i]
      }
    },
    step(W, g, past, { beta, lr }) {
      const k1 = 1 - beta
      const { v: v_past } = past
      for (let i = 0; i < W.length; i++) {
        const v = beta * v_past[i] + k1 * g[i]
        W[i] = W[i] - lr * v
        v_past[i] = v
      }
    },
  },
  AdaGrad: {
    start: (n) => ({ total: new Float64Array(n) }),
    step(W, g, past, { lr, eps }) {
      const { total: total_past } = past
      for (let i = 0; i < W.length; i++) {
        const total = total_past[i] + g[i] ** 2
        W[i] = W[i] - lr * g[i] / Math.sqrt(total + eps)
        total_past[i] = total
      }
    },
  },
  AdaDelta: {
    start: (n) => ({ S: new Float64Array(n), D: new Float64Array(n) }),
    step(W, g, past, { rho, eps, lr }) {
      const k1 = 1 - rho
      const { S: S_past, D: D_past } = past
      for (let i = 0; i < W.length; i++) {
        const S = rho * S_past[i] + k1 * g[i] ** 2
        const step = Math.sqrt((D_past[i] + eps) / (S + eps)) * g[i]
        const D = rho * D_past[i] + k1 * step ** 2
        W[i] = W[i] - lr * step
        S_past[i] = S
        D_past[i] = D
      }
    },
  },
  RMSProp: {
    start: (n) => ({ S: new Float64Array(n) }),
    step(W, g, past, { beta, lr, eps }) {
      const k1 = 1 - beta
      const { S: S_past } = past
      for (let i = 0; i < W.length; i++) {
        const S = beta * S_past[i] + k1 * g[i] ** 2
        W[i] = W[i] - lr * g[i] / Math.sqrt(S + eps)
        S_past[i] = S
      }
    },
  },
  Adam: {
    start: (n) => ({ m: new Float64Array(n), S: new Float64Array(n), t: 0 }),
    step(W, g, past, { beta1, beta2, lr, eps }) {
      const t = past.t + 1
      const k1 = 1 - beta1
      const k2 = 1 - beta2
      const k3 = 1 - beta1 ** t
      const k4 = 1 - beta2 ** t
      const { m: m_past, S: S_past } = past
      for (let i = 0; i < W.length; i++) {
        const m = beta1 * m_past[i] + k1 * g[i]
        const S = beta2 * S_past[i] + k2 * g[i] ** 2
        const m_hat = m / k3
        const S_hat = S / k4
        W[i] = W[i] - lr * m_hat / Math.sqrt(S_hat + eps)
        m_past[i] = m
        S_past[i] = S
      }
      past.t = t
    },
  },
  AdamW: {
    start: (n) => ({ m: new Float64Array(n), S: new Float64Array(n), t: 0 }),
    step(W, g, past, { beta1, beta2, lr, weight_decay, eps }) {
      const t = past.t + 1
      const k1 = 1 - beta1
      const k2 = 1 - beta2
      const k3 = 1 - beta1 ** t
      const k4 = 1 - beta2 ** t
      const k5 = lr * weight_decay
      const { m: m_past, S: S_past } = past
      for (let i = 0; i < W.length; i++) {
        const m = beta1 * m_past[i] + k1 * g[i]
        const S = beta2 * S_past[i] + k2 * g[i] ** 2
        const m_hat = m / k3
        const S_hat = S / k4
        W[i] = W[i] - lr * m_hat / Math.sqrt(S_hat + eps) - k5 * W[i]
        m_past[i] = m
        S_past[i] = S
      }
      past.t = t
    },
  },
  AMSGrad: {
    start: (n) => ({ m: new Float64Array(n), S: new Float64Array(n), S_max: new Float64Array(n), t: 0 }),
    step(W, g, past, { beta1, beta2, lr, eps }) {
      const t = past.t + 1
      const k1 = 1 - beta1
      const k2 = 1 - beta2
      const k3 = 1 - beta1 ** t
      const k4 = 1 - beta2 ** t
      const { m: m_past, S: S_past, S_max: S_max_past } = past
      for (let i = 0; i < W.length; i++) {
        const m = beta1 * m_past[i] + k1 * g[i]
        const S = beta2 * S_past[i] + k2 * g[i] ** 2
        const S_max = Math.max(S_max_past[i], S)
        const m_hat = m / k3
        const S_hat = S_max / k4
        W[i] = W[i] - lr * m_hat / Math.sqrt(S_hat + eps)
        m_past[i] = m
        S_past[i] = S
        S_max_past[i] = S_max
      }
      past.t = t
    },
  },
  NAdam: {
    start: (n) => ({ m: new Float64Array(n), S: new Float64Array(n), t: 0 }),
    step(W, g, past, { beta1, beta2, lr, eps }) {
      const t = past.t + 1
      const k1 = 1 - beta1
      const k2 = 1 - beta2
      const k3 = 1 - beta1 ** (t + 1)
      const k4 = 1 - beta1 ** t
      const k5 = 1 - beta2 ** t
      const { m: m_past, S: S_past } = past
      for (let i = 0; i < W.length; i++) {
        const m = beta1 * m_past[i] + k1 * g[i]
        const S = beta2 * S_past[i] + k2 * g[i] ** 2
        const m_hat = beta1 * m / k3 + k1 * g[i] / k4
        const S_hat = S / k5
        W[i] = W[i] - lr * m_hat / Math.sqrt(S_hat + eps)
        m_past[i] = m
        S_past[i] = S
      }
      past.t = t
    },
  },
  Lion: {
    start: (n) => ({ m: new Float64Array(n) }),
    step(W, g, past, { beta1, beta2, lr, weight_decay }) {
      const k1 = 1 - beta1
      const k2 = 1 - beta2
      const { m: m_past } = past
      for (let i = 0; i < W.length; i++) {
        const c = beta1 * m_past[i] + k1 * g[i]
        const m = beta2 * m_past[i] + k2 * g[i]
        W[i] = W[i] - lr * (Math.sign(c) + weight_decay * W[i])
        m_past[i] = m
      }
    },
  },
}
