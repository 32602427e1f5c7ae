// What the network learns from, as typed arrays: {kind, classes, train, held, names, window}. kind says how it is
// shown: "curve", "plane" (two inputs, classes), "digits", "numbers", "classes", or "map" (the loss of two weights).

import { normals, permutation, STREAMS, uniforms } from "./chance.js"

// Of the sets in the plane: where they lie.
const PLANE = [-1.15, 1.15]

export const isPlane = (name) => name in SHAPES

// Python draws the same; see train_data.py. shared: {held, n, diabetes, columns, digits} of `fixed`.
export function dataset(settings, shared) {
  if (settings.data === "curve") return curve(settings, shared)
  if (settings.data === "diabetes") return diabetes(settings, shared)
  if (settings.data === "digits") return digits(shared)
  return plane(settings, shared)
}

function curve({ noise, seed, hidden }, { n, held }) {
  const all = n + Math.round(n * held)
  const [u, z] = [uniforms(seed, STREAMS.DATA, all), normals(seed, STREAMS.NOISE, all)]
  const rows = Array.from(u, (v) => [2 * v - 1])
  const y = Array.from(rows, ([x], i) => x * x + noise * z[i])
  const window = [[-1.05, 1.05], [Math.min(-0.1, ...y), Math.max(1.1, ...y)]]
  return { kind: "curve", classes: 0, names: ["x", "y"], window,
           ...parted(hidden.length ? rows : rows.map((row) => [...row, 1]), y, n, false) }
}

// Two classes in turn, each a function of a number in [0, 1] and its class.
const SHAPES = {
  moons: (u, c) => c ? [0.35 - 0.7 * Math.cos(Math.PI * u), 0.28 - 0.7 * Math.sin(Math.PI * u)]
    : [0.7 * Math.cos(Math.PI * u) - 0.35, 0.7 * Math.sin(Math.PI * u) - 0.28],
  rings: (u, c) => [(c ? 0.95 : 0.42) * Math.cos(2 * Math.PI * u), (c ? 0.95 : 0.42) * Math.sin(2 * Math.PI * u)],
  spirals: (u, c) => [u * Math.cos(2.5 * Math.PI * u + c * Math.PI), u * Math.sin(2.5 * Math.PI * u + c * Math.PI)],
  "my points": (u, c) => [(c ? 0.6 : -0.6) + 0.25 * Math.cos(2 * Math.PI * u), 0.25 * Math.sin(2 * Math.PI * u)],
}

function plane({ data, noise, seed, points }, { n, held }) {
  const many = data === "my points" ? 12 : n
  const all = many + Math.round(many * held)
  const [u, z] = [uniforms(seed, STREAMS.DATA, all), normals(seed, STREAMS.NOISE, 2 * all)]
  const drawn = Array.from({ length: all }, (_, i) => {
    const [a, b] = SHAPES[data](u[i], i % 2)
    return [a + noise * z[2 * i], b + noise * z[2 * i + 1]]
  })
  const classes = drawn.map((_, i) => i % 2)
  // What the reader has added is for learning.
  const rows = [...points.map(([a, b]) => [a, b]), ...drawn]
  return { kind: "plane", classes: 2, names: ["x₁", "x₂"], window: [PLANE, PLANE],
           ...parted(rows, [...points.map((point) => point[2]), ...classes], many + points.length, true) }
}

function diabetes({ hidden }, { diabetes: table, columns, held }) {
  const chosen = columns ?? table.names
  const rows = standardised(table.rows.map((row) => chosen.map((name) => row[table.names.indexOf(name)])))
  const y = standardised(table.y.map((value) => [value])).map(([value]) => value)
  const bias = !hidden.length && !columns
  const order = held ? permutation(0, STREAMS.SPLIT, y.length) : y.map((_, i) => i)
  const learned = y.length - Math.round(held * y.length)
  return { kind: columns?.length === 2 && !hidden.length ? "map" : "numbers", classes: 0, names: chosen, window: null,
           ...parted(Array.from(order, (i) => (bias ? [...rows[i], 1] : rows[i])), Array.from(order, (i) => y[i]),
             learned, false) }
}

// A letter for each pixel, 0 to g for 0 to 16; a capital stands for so many zeros, A for one.
function digits({ digits: { pixels, labels, n } }) {
  const values = []
  for (const letter of pixels) {
    if (letter >= "A" && letter <= "Z") for (let i = letter.charCodeAt(0) - 64; i > 0; i--) values.push(0)
    else values.push(parseInt(letter, 36) / 16)
  }
  const rows = Array.from(labels, (_, i) => values.slice(64 * i, 64 * (i + 1)))
  return { kind: "digits", classes: 10, names: [], window: null, ...parted(rows, Array.from(labels, Number), n, true) }
}

// The first n rows to learn from, the others held back.
export function parted(rows, y, n, classes) {
  const samples = (from, to) => ({ X: Float64Array.from(rows.slice(from, to).flat()), n: to - from, d: rows[0].length,
    y: classes ? Int32Array.from(y.slice(from, to)) : Float64Array.from(y.slice(from, to)) })
  return { train: samples(0, n), held: rows.length > n ? samples(n, rows.length) : null }
}

// Each column with mean 0 and standard deviation 1, by the rows `of`; a constant column becomes 0.
export function standardised(rows, of = rows) {
  const moments = rows[0].map((_, k) => {
    const mean = of.reduce((sum, row) => sum + row[k], 0) / of.length
    return [mean, Math.sqrt(of.reduce((sum, row) => sum + (row[k] - mean) ** 2, 0) / of.length) || 1]
  })
  return rows.map((row) => row.map((value, k) => (value - moments[k][0]) / moments[k][1]))
}
