// A loss of two weights: a map on which each rule leaves its path.

import { axes } from "./draw.js"
import { mixed } from "./tints.js"

// The mean squared error of two weights is a bowl: its contours are ellipses about the best weights.
export function drawTwoWeights(canvas, view) {
  const { session, fixed } = view
  const { data, runs } = session
  const { best, curvature } = bowl(data.train)
  const all = Object.values(runs).flatMap((run) => run.W.slice(0, view.at(run) + 1).map((W) => [W[0], W[1]]))
  const home = Object.values(runs)[0]?.W[0] ?? best
  const reach = Math.max(Math.abs(home[0] - best[0]), Math.abs(home[1] - best[1]), 0.2)
  const [x, y] = best.map((w) => /** @type {[number, number]} */ ([w - 1.35 * reach, w + 1.35 * reach]))
  const chart = axes(canvas, { x, y, equal: true, xlabel: `W₁ (${data.names[0]})`, ylabel: `W₂ (${data.names[1]})`,
    behind: { name: `map ${best}`, draw: (there) => ellipses(there, best, curvature, reach) } })
  for (const [label, run] of Object.entries(runs)) {
    const path = run.W.slice(0, view.at(run) + 1).map((W) => [W[0], W[1]])
    chart.line(path, { ...fixed.rules[label], width: path.length > 200 ? 1.2 : 2 })
    if (path.length < 200) chart.dots(path, { colour: fixed.rules[label].colour, radius: 2.2 })
    chart.dots([path[path.length - 1]], { colour: fixed.rules[label].colour, radius: 6, ring: true })
  }
  if (all.length) chart.rim(2, () => chart.pen.arc(chart.X(home[0]), chart.Y(home[1]), 7, 0, 2 * Math.PI))
  return chart
}

// The weights of the smallest mean squared error, and the curvature [a, b, c] of the loss there: (a b; b c).
function bowl({ X, y, n }) {
  let [a, b, c, p, q] = [0, 0, 0, 0, 0]
  for (let i = 0; i < n; i++) {
    const [u, v] = [X[2 * i], X[2 * i + 1]]
    a += u * u
    b += u * v
    c += v * v
    p += u * y[i]
    q += v * y[i]
  }
  const whole = a * c - b * b || 1
  return { best: [(c * p - b * q) / whole, (a * q - b * p) / whole], curvature: [a / n, b / n, c / n] }
}

function ellipses(chart, best, curvature, reach) {
  const [a, b, c] = curvature
  const { pen, X, Y, ink, clipped } = chart
  // The axes of the ellipse, by the curvature's eigenvalues.
  const [mean, half] = [(a + c) / 2, Math.hypot((a - c) / 2, b)]
  const turn = 0.5 * Math.atan2(2 * b, a - c)
  const radii = [mean + half, Math.max(mean - half, 1e-9)].map((value) => 1 / Math.sqrt(value))
  const scale = Math.abs(X(1) - X(0))
  clipped(() => {
    const levels = 14
    for (let k = levels; k >= 1; k--) {
      const size = 2.4 * reach * Math.sqrt(mean) * (k / levels) ** 1.2
      pen.beginPath()
      pen.ellipse(X(best[0]), Y(best[1]), size * radii[0] * scale, size * radii[1] * scale, -turn, 0, 2 * Math.PI)
      pen.fillStyle = mixed(ink.low, ink.high, k / levels)
      pen.fill()
      pen.strokeStyle = ink.contour
      pen.lineWidth = 0.8
      pen.stroke()
    }
  })
  chart.star(best)
}
