// A surface as a landscape: heights on a grid, what light makes of them, and the way back from a place to the loss.
// The landscape lies in a world of its own: x to the right (W₁), y up (the height), z towards the reader (−W₂); the
// longer side of the window goes from −1 to 1, the other keeps its proportion.

export const FINE = 160 // cells along the longer side
const TALL = 0.62 // the height of the highest place in a square window, where half its side is 1
const LEAST = 0.09 // a median below this part of the height: all but the steepest would look flat

/** @typedef {{nx: number, ny: number, losses: Float64Array, heights: Float64Array, low: number, high: number,
 *   tall: number, log: boolean, window: number[][], scale: number, rise: (loss: number) => number}} Relief */

// The relief of a surface: `losses` and `heights` row by row, from the lowest W₂ on. log: the heights are logarithmic,
// so that a valley is seen on a surface that spans decades.
/** @returns {Relief} */
export function reliefOf(surface, window, fine = FINE) {
  const [[left, right], [bottom, top]] = window
  const long = Math.max(right - left, top - bottom)
  const nx = Math.max(8, Math.round((fine * (right - left)) / long)) + 1
  const ny = Math.max(8, Math.round((fine * (top - bottom)) / long)) + 1
  const losses = new Float64Array(nx * ny)
  for (let j = 0; j < ny; j++) {
    for (let i = 0; i < nx; i++) {
      losses[j * nx + i] = surface.value([left + (i / (nx - 1)) * (right - left),
        bottom + (j / (ny - 1)) * (top - bottom)])
    }
  }
  const sorted = losses.slice().sort()
  const [low, high] = [sorted[0], sorted[sorted.length - 1]]
  const median = (sorted[sorted.length >> 1] - low) / (high - low || 1)
  const log = median < LEAST
  // A long window is less tall, or its walls would hide what lies between them.
  const tall = TALL * Math.sqrt(Math.min(right - left, top - bottom) / long)
  const rise = riser(low, high, median, log, tall)
  return { nx, ny, losses, heights: losses.map(rise), low, high, tall, log, window, scale: 2 / long, rise }
}

// From a loss to a height between 0 and `tall`. On a logarithmic scale the median lies at half the height.
function riser(low, high, median, log, tall) {
  const part = (loss) => Math.min(1, Math.max(0, (loss - low) / (high - low || 1)))
  if (!log) return (loss) => tall * part(loss)
  const q = Math.max(median, 1e-9) ** 2 / (1 - 2 * median)
  const whole = Math.log1p(1 / q)
  return (loss) => (tall * Math.log1p(part(loss) / q)) / whole
}

// The place in the world of a point W at a loss.
export function placeOf({ window, scale, rise }, W, loss) {
  return [(W[0] - middle(window[0])) * scale, rise(loss), -(W[1] - middle(window[1])) * scale]
}

// W below a place in the world.
export const pointAt = ({ window, scale }, [x, , z]) => [x / scale + middle(window[0]), -z / scale + middle(window[1])]

const middle = ([low, high]) => (low + high) / 2

// Half the width and half the depth of the landscape.
/** @returns {[number, number]} */
export const halves = ({ window: [[left, right], [bottom, top]], scale }) =>
  [((right - left) * scale) / 2, ((top - bottom) * scale) / 2]

// The height at (x, z) in the world, between the points of the grid; beyond its rim, the rim's.
export function heightAt(relief, x, z) {
  const { nx, ny, heights } = relief
  const [a, b] = halves(relief)
  const u = Math.min(nx - 1.001, Math.max(0, ((x + a) / (2 * a)) * (nx - 1)))
  const v = Math.min(ny - 1.001, Math.max(0, ((b - z) / (2 * b)) * (ny - 1)))
  const [i, j] = [Math.floor(u), Math.floor(v)]
  const [s, t] = [u - i, v - j]
  const at = j * nx + i
  return (heights[at] * (1 - s) + heights[at + 1] * s) * (1 - t)
    + (heights[at + nx] * (1 - s) + heights[at + nx + 1] * s) * t
}

// What is uploaded: for each point of the grid its place (3), its normal (3), the part of the loss's range (1) and how
// much of the sky it sees (1, less in a hollow).
export function vertices(relief) {
  const { nx, ny, heights, losses, low, high } = relief
  const [a, b] = halves(relief)
  const [dx, dz] = [(2 * a) / (nx - 1), (2 * b) / (ny - 1)]
  const open = openness(relief)
  const [place, normal, rest] = [3, 3, 2].map((size) => new Float32Array(size * nx * ny))
  for (let j = 0; j < ny; j++) {
    for (let i = 0; i < nx; i++) {
      const at = j * nx + i
      const [west, east] = [Math.max(0, i - 1), Math.min(nx - 1, i + 1)]
      const [south, north] = [Math.max(0, j - 1), Math.min(ny - 1, j + 1)]
      const gx = (heights[j * nx + east] - heights[j * nx + west]) / ((east - west) * dx)
      const gz = (heights[south * nx + i] - heights[north * nx + i]) / ((north - south) * dz)
      const length = Math.hypot(gx, 1, gz)
      place.set([-a + i * dx, heights[at], b - j * dz], 3 * at)
      normal.set([-gx / length, 1 / length, -gz / length], 3 * at)
      rest.set([(losses[at] - low) / (high - low || 1), open[at]], 2 * at)
    }
  }
  return { place, normal, rest, index: triangles(nx, ny) }
}

function triangles(nx, ny) {
  const index = new Uint32Array(6 * (nx - 1) * (ny - 1))
  let k = 0
  for (let j = 0; j < ny - 1; j++) {
    for (let i = 0; i < nx - 1; i++) {
      const at = j * nx + i
      index.set([at, at + 1, at + nx, at + 1, at + nx + 1, at + nx], k)
      k += 6
    }
  }
  return index
}

// How far a place lies above the mean of its wider neighbourhood, as light: 1 on the level, less in a hollow.
function openness({ nx, ny, heights, tall }) {
  const radius = Math.max(2, Math.round(Math.max(nx, ny) / 14))
  let mean = blurred(blurred(heights, nx, ny, 1, radius), nx, ny, nx, radius)
  mean = blurred(blurred(mean, nx, ny, 1, radius), nx, ny, nx, radius)
  return heights.map((height, at) => Math.min(1.1, Math.max(0.7, 1 - 2.6 * (mean[at] - height) / tall)))
}

// The running mean along one direction of the grid. stride: 1 along a row, nx along a column.
function blurred(values, nx, ny, stride, radius) {
  const found = new Float64Array(values.length)
  const [length, lines, jump] = stride === 1 ? [nx, ny, nx] : [ny, nx, 1]
  for (let line = 0; line < lines; line++) {
    const at = (k) => values[line * jump + Math.min(length - 1, Math.max(0, k)) * stride]
    let sum = 0
    for (let k = -radius; k <= radius; k++) sum += at(k)
    for (let k = 0; k < length; k++) {
      found[line * jump + k * stride] = sum / (2 * radius + 1)
      sum += at(k + radius + 1) - at(k - radius)
    }
  }
  return found
}
