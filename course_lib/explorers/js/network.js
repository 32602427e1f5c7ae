// course_lib.models once more: networks whose parameters are one flat W, on typed arrays, a row of X for each sample.

/** @typedef {{sizes: number[], activation?: string, classes?: boolean, bias?: boolean}} Shape
 *  What is learned: the number of inputs, of each hidden layer's units and of outputs. No hidden layer: linear or
 *  softmax regression; bias: false leaves the biases out. */

// A network with its own scratch memory. W holds of each layer its weights (in × out, row by row), then its biases.
/** @param {Shape} shape */
export function network({ sizes, activation = "relu", classes = false, bias = true }) {
  const layers = sizes.slice(1).map((out, i) => ({ into: sizes[i], out, A: 0, a: 0 }))
  let size = 0
  for (const layer of layers) {
    layer.A = size
    layer.a = size + layer.into * layer.out
    size = layer.a + (bias ? layer.out : 0)
  }
  const last = layers.length - 1
  const outputs = sizes[sizes.length - 1]
  let room = 0
  /** @type {Float64Array[]} what comes out of each layer, and how the loss changes with it */
  let signals = [], slopes = []

  function reserve(n) {
    if (n <= room) return
    room = n
    signals = layers.map(({ out }) => new Float64Array(n * out))
    slopes = layers.map(({ out }) => new Float64Array(n * out))
  }

  // The outputs of n samples, n × outputs: class scores, or a number each. They live until the next call.
  function forward(W, X, n) {
    reserve(n)
    layers.forEach(({ into, out, A, a }, i) => {
      const result = signals[i]
      dense(i ? signals[i - 1] : X, W, n, into, out, A, bias ? a : -1, result)
      if (i < last) (activation === "tanh" ? tanh : relu)(result, n * out)
    })
    return signals[last]
  }

  // The mean loss, and in slopes[last] its slope by each output.
  function judge(out, y, n, slope) {
    let total = 0
    if (!classes) {
      for (let b = 0; b < n; b++) {
        const error = out[b] - y[b]
        slope[b] = (2 / n) * error
        total += error * error
      }
      return total / n
    }
    for (let b = 0, at = 0; b < n; b++, at += outputs) {
      let most = out[at]
      for (let c = 1; c < outputs; c++) if (out[at + c] > most) most = out[at + c]
      let sum = 0
      for (let c = 0; c < outputs; c++) sum += slope[at + c] = Math.exp(out[at + c] - most)
      for (let c = 0; c < outputs; c++) slope[at + c] /= sum * n
      slope[at + y[b]] -= 1 / n
      total += Math.log(sum) - (out[at + y[b]] - most)
    }
    return total / n
  }

  return {
    sizes, size, classes, outputs, activation, forward,
    // Of each layer the number of inputs and outputs, and where its weights and biases begin.
    layers,
    // The mean squared error, or the mean cross entropy in nats.
    loss(W, X, y, n) {
      return judge(forward(W, X, n), y, n, slopes[last])
    },
    // Writes d loss / d W into g; returns the loss.
    gradient(W, X, y, n, g) {
      const value = judge(forward(W, X, n), y, n, slopes[last])
      for (let i = last; i >= 0; i--) {
        const { into, out, A, a } = layers[i]
        const below = i ? signals[i - 1] : X
        weightSlopes(below, slopes[i], n, into, out, A, bias ? a : -1, g)
        if (!i) break
        signalSlopes(slopes[i], W, n, into, out, A, slopes[i - 1])
        ;(activation === "tanh" ? bendTanh : bendRelu)(slopes[i - 1], below, n * into)
      }
      return value
    },
    // How many of n samples it puts into their class.
    right(W, X, y, n) {
      const out = forward(W, X, n)
      let count = 0
      for (let b = 0; b < n; b++) if (likeliest(out, b * outputs, outputs) === y[b]) count++
      return count
    },
    // A first W of independent standard normal numbers: weights from N(0, 2/fan-in) for ReLU and N(0, 1/fan-in) for
    // tanh, biases 0; all zeros without a hidden layer.
    start(normals) {
      const W = new Float64Array(size)
      if (!last) return W
      let used = 0
      for (const { into, out, A } of layers) {
        const spread = Math.sqrt((activation === "tanh" ? 1 : 2) / into)
        for (let i = 0; i < into * out; i++) W[A + i] = normals[used++] * spread
      }
      return W
    },
  }
}

// The number of the largest of `many` entries from `at` on: the first of equals.
export function likeliest(out, at, many) {
  let best = 0
  for (let c = 1; c < many; c++) if (out[at + c] > out[at + best]) best = c
  return best
}

// Z = X A + a for n samples. Two samples and four outputs at a time: their eight sums stay in registers, and each
// weight that is fetched serves twice.
function dense(X, W, n, into, out, A, a, Z) {
  const [fours, pairs] = [out - (out % 4), n - (n % 2)]
  for (let b = 0; b < pairs; b += 2) {
    const [row, to] = [b * into, b * out]
    for (let j = 0; j < fours; j += 4) {
      let s0 = 0, s1 = 0, s2 = 0, s3 = 0, t0 = 0, t1 = 0, t2 = 0, t3 = 0
      for (let k = 0, at = A + j; k < into; k++, at += out) {
        const x = X[row + k], z = X[row + into + k]
        const w0 = W[at], w1 = W[at + 1], w2 = W[at + 2], w3 = W[at + 3]
        s0 += x * w0
        s1 += x * w1
        s2 += x * w2
        s3 += x * w3
        t0 += z * w0
        t1 += z * w1
        t2 += z * w2
        t3 += z * w3
      }
      const here = to + j
      Z[here] = s0
      Z[here + 1] = s1
      Z[here + 2] = s2
      Z[here + 3] = s3
      Z[here + out] = t0
      Z[here + out + 1] = t1
      Z[here + out + 2] = t2
      Z[here + out + 3] = t3
    }
  }
  // What is left over of samples and outputs.
  for (let b = 0; b < n; b++) {
    for (let j = b < pairs ? fours : 0; j < out; j++) {
      let s = 0
      for (let k = 0, at = A + j; k < into; k++, at += out) s += X[b * into + k] * W[at]
      Z[b * out + j] = s
    }
    if (a >= 0) for (let j = 0; j < out; j++) Z[b * out + j] += W[a + j]
  }
}

// g = Xᵀ D for the weights, two inputs and four outputs at a time; the column sums of D for the biases.
function weightSlopes(X, D, n, into, out, A, a, g) {
  const [fours, pairs] = [out - (out % 4), into - (into % 2)]
  for (let k = 0; k < pairs; k += 2) {
    for (let j = 0; j < fours; j += 4) {
      let s0 = 0, s1 = 0, s2 = 0, s3 = 0, t0 = 0, t1 = 0, t2 = 0, t3 = 0
      for (let b = 0, x = k, d = j; b < n; b++, x += into, d += out) {
        const here = X[x], next = X[x + 1]
        const d0 = D[d], d1 = D[d + 1], d2 = D[d + 2], d3 = D[d + 3]
        s0 += here * d0
        s1 += here * d1
        s2 += here * d2
        s3 += here * d3
        t0 += next * d0
        t1 += next * d1
        t2 += next * d2
        t3 += next * d3
      }
      const to = A + k * out + j
      g[to] = s0
      g[to + 1] = s1
      g[to + 2] = s2
      g[to + 3] = s3
      g[to + out] = t0
      g[to + out + 1] = t1
      g[to + out + 2] = t2
      g[to + out + 3] = t3
    }
  }
  for (let k = 0; k < into; k++) {
    for (let j = k < pairs ? fours : 0; j < out; j++) {
      let s = 0
      for (let b = 0; b < n; b++) s += X[b * into + k] * D[b * out + j]
      g[A + k * out + j] = s
    }
  }
  if (a < 0) return
  for (let j = 0; j < out; j++) {
    let s = 0
    for (let b = 0; b < n; b++) s += D[b * out + j]
    g[a + j] = s
  }
}

// E = D Aᵀ: how the loss changes with the layer's inputs.
function signalSlopes(D, W, n, into, out, A, E) {
  for (let b = 0; b < n; b++) {
    for (let k = 0; k < into; k++) {
      let s = 0
      for (let j = 0, d = b * out, w = A + k * out; j < out; j++) s += D[d + j] * W[w + j]
      E[b * into + k] = s
    }
  }
}

function relu(Z, count) {
  for (let i = 0; i < count; i++) if (Z[i] <= 0) Z[i] = 0
}

function bendRelu(E, Z, count) {
  for (let i = 0; i < count; i++) if (!(Z[i] > 0)) E[i] = 0
}

// Twice as quick as Math.tanh, and as exact to 1e-15.
function tanh(Z, count) {
  for (let i = 0; i < count; i++) Z[i] = 1 - 2 / (Math.exp(2 * Z[i]) + 1)
}

function bendTanh(E, Z, count) {
  for (let i = 0; i < count; i++) E[i] *= 1 - Z[i] * Z[i]
}
