// The way of a rule over the landscape, as what the graphics card draws: a ribbon that lies on the ground.

import { heightAt, halves, placeOf } from "./heights.js"

const PIECE = 0.03 // of the ribbon, in the world: short enough to follow the ground
const MOST = 60 // pieces a step: a rule that diverges jumps far

// Points of the ground under the steps of a path, in order: {places (3 a point), steps (the step that ends there, with
// its fraction), lengths (from the start)}; a gap, where the path is outside the window, separates two `runs`
// [from, to).
export function draped(relief, path) {
  const [a, b] = halves(relief)
  const places = [], steps = [], lengths = [], runs = []
  const flat = path.map((W) => placeOf(relief, W, relief.low))
  let [length, from] = [0, 0]
  const close = () => {
    if (steps.length - from > 1) runs.push([from, steps.length])
    else {
      steps.length = lengths.length = from
      places.length = 3 * from
    }
    from = steps.length
  }
  const put = (x, z, step) => {
    const y = heightAt(relief, x, z)
    if (steps.length > from) {
      const k = places.length
      length += Math.hypot(x - places[k - 3], y - places[k - 2], z - places[k - 1])
    }
    places.push(x, y, z)
    steps.push(step)
    lengths.push(length)
  }
  for (let t = 1; t < flat.length; t++) {
    const [p, q] = [flat[t - 1], flat[t]]
    const inside = clipped(p, q, a, b)
    if (!inside) {
      close()
      continue
    }
    const [s0, s1] = inside
    const far = Math.hypot(q[0] - p[0], q[2] - p[2]) * (s1 - s0)
    const pieces = Math.min(MOST, Math.max(1, Math.ceil(far / PIECE)))
    const begin = steps.length === from || s0 > 0
    if (s0 > 0) close()
    for (let k = begin ? 0 : 1; k <= pieces; k++) {
      const s = s0 + ((s1 - s0) * k) / pieces
      put(p[0] + s * (q[0] - p[0]), p[2] + s * (q[2] - p[2]), t - 1 + s)
    }
  }
  close()
  return { places, steps, lengths, runs }
}

// The part [s0, s1] of the way from p to q that lies in the rectangle, null if none does (Liang and Barsky).
function clipped(p, q, a, b) {
  let [s0, s1] = [0, 1]
  for (const [axis, half] of [[0, a], [2, b]]) {
    const way = q[axis] - p[axis]
    for (const [from, towards] of [[-half - p[axis], -way], [p[axis] - half, way]]) {
      // outside while towards·s > −from
      if (towards === 0) {
        if (from > 0) return null
      } else if (towards > 0) s1 = Math.min(s1, -from / towards)
      else s0 = Math.max(s0, -from / towards)
    }
  }
  return s0 < s1 ? [s0, s1] : null
}

// The ribbon's buffers: each point twice, once for each side, with its neighbours, by which the graphics card makes it
// equally wide on the screen. `upTo(step)`: how many entries of `index` show the first steps.
export function ribbon({ places, steps, lengths, runs }) {
  const n = steps.length
  const at = new Float32Array(6 * n), before = new Float32Array(6 * n), after = new Float32Array(6 * n)
  const rest = new Float32Array(4 * n) // side, length
  const index = [], ends = []
  for (const [from, to] of runs) {
    for (let i = from; i < to; i++) {
      for (const side of [0, 1]) {
        const copy = (target, k) => target.set(places.slice(3 * k, 3 * k + 3), 3 * (2 * i + side))
        copy(at, i)
        copy(before, Math.max(from, i - 1))
        copy(after, Math.min(to - 1, i + 1))
        rest.set([side ? 1 : -1, lengths[i]], 2 * (2 * i + side))
      }
      if (i + 1 < to) {
        index.push(2 * i, 2 * i + 1, 2 * i + 2, 2 * i + 2, 2 * i + 1, 2 * i + 3)
        ends.push(steps[i + 1])
      }
    }
  }
  return { at, before, after, rest, index: new Uint32Array(index), upTo: (step) => 6 * countUpTo(ends, step) }
}

// How many of the ascending numbers are at most `most`.
function countUpTo(ascending, most) {
  let [low, high] = [0, ascending.length]
  while (low < high) {
    const half = (low + high) >> 1
    if (ascending[half] <= most + 1e-9) low = half + 1
    else high = half
  }
  return low
}

// A ball's triangles: unit normals, which are also its places.
export function sphere(rings = 14, sectors = 24) {
  const normal = [], index = []
  for (let j = 0; j <= rings; j++) {
    for (let i = 0; i <= sectors; i++) {
      const [v, u] = [(j / rings) * Math.PI, (i / sectors) * 2 * Math.PI]
      normal.push(Math.sin(v) * Math.cos(u), Math.cos(v), Math.sin(v) * Math.sin(u))
      const k = j * (sectors + 1) + i
      if (j < rings && i < sectors) index.push(k, k + 1, k + sectors + 1, k + 1, k + sectors + 2, k + sectors + 1)
    }
  }
  return { normal: new Float32Array(normal), index: new Uint16Array(index) }
}
