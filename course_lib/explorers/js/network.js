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
    // The share of the n samples of the last loss that it puts into their class; NaN where there are none.
    right(y, n) {
      if (!classes) return Number.NaN
      let count = 0
      for (let b = 0; b < n; b++) if (likeliest(signals[last], b * outputs, outputs) === y[b]) count++
      return count / n
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

// Z = X A + a for n samples.
function dense(X, W, n, into, out, A, a, Z) {
  product(X, into, 1, W, A, Z, 0, n, into, out)
  if (a < 0) return
  for (let b = 0; b < n; b++) for (let j = 0; j < out; j++) Z[b * out + j] += W[a + j]
}

// g = Xᵀ D for the weights; the column sums of D for the biases.
function weightSlopes(X, D, n, into, out, A, a, g) {
  product(X, 1, into, D, 0, g, A, into, n, out)
  if (a < 0) return
  for (let j = 0; j < out; j++) {
    let s = 0
    for (let b = 0; b < n; b++) s += D[b * out + j]
    g[a + j] = s
  }
}

// C = L R, rows × out, each entry a sum of `inner` products. L's entry (i, k) stands at i·down + k·across; R begins at
// r and C at c, row by row. Two rows and four columns at a time: their eight sums stay in registers, and each number
// that is fetched serves twice.
function product(L, down, across, R, r, C, c, rows, inner, out) {
  const [fours, pairs] = [out - (out % 4), rows - (rows % 2)]
  for (let i = 0; i < pairs; i += 2) {
    for (let j = 0; j < fours; j += 4) {
      let s0 = 0, s1 = 0, s2 = 0, s3 = 0, t0 = 0, t1 = 0, t2 = 0, t3 = 0
      for (let k = 0, from = i * down, at = r + j; k < inner; k++, from += across, at += out) {
        const x = L[from], z = L[from + down]
        const w0 = R[at], w1 = R[at + 1], w2 = R[at + 2], w3 = R[at + 3]
        s0 += x * w0
        s1 += x * w1
        s2 += x * w2
        s3 += x * w3
        t0 += z * w0
        t1 += z * w1
        t2 += z * w2
        t3 += z * w3
      }
      const to = c + i * out + j
      C[to] = s0
      C[to + 1] = s1
      C[to + 2] = s2
      C[to + 3] = s3
      C[to + out] = t0
      C[to + out + 1] = t1
      C[to + out + 2] = t2
      C[to + out + 3] = t3
    }
  }
  // What is left over of rows and columns.
  for (let i = 0; i < rows; i++) {
    for (let j = i < pairs ? fours : 0; j < out; j++) {
      let s = 0
      for (let k = 0, at = r + j; k < inner; k++, at += out) s += L[i * down + k * across] * R[at]
      C[c + i * out + j] = s
    }
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
