// What the rules remember, drawn at their balls: −gradient, the step that comes, and the rate of each coordinate.

import { inked } from "./draw.js"
import { inWords, rateRange, remembered } from "./memory.js"
import { RULES } from "./rules.js"

// Of each rule that is drawn: {name, look, W, range, known}, as it stands at point t of its path. view: see path.js.
export function memoriesOf(view, t) {
  const { settings, fixed, runs } = view
  const d = settings.start.length
  const surface = view.surface()
  return Object.entries(runs).flatMap(([name, run]) => {
    const look = fixed.rules[name], rule = RULES[look.rule ?? name]
    if (!rule || !run.states || t >= run.path.length) return []
    const kick = view.kicks.slice(d * t, d * (t + 1)).map((each) => settings.noise * each)
    const known = remembered(surface, rule, settings.knobs[name], run, t, kick)
    const range = rateRange(surface, rule, settings.knobs[name], run)
    return known ? [{ name, look, W: run.path[t], loss: run.loss[t], range, known, words: inWords(known) }] : []
  })
}

// In heights of a letter: the arrow of −gradient, whose direction counts alone; the shortest arrow of a step, which is
// else as long as the step; the half axis of the smallest and of the largest rate of a run.
const GRADIENT = 3.4, SHORTEST = 1.8, SMALL = 0.9, LARGE = 2.6

// place(memory): where its ball stands, in the chart's coordinates.
export function drawMemories(chart, memories, place) {
  const { letter, X, Y, clipped } = chart
  const unit = [X(1) - X(0), Y(1) - Y(0)]
  clipped(() => {
    for (const memory of memories) {
      const { known, look } = memory
      const [a, b] = place(memory)
      /** @type {Pair} */
      const at = [X(a), Y(b)]
      /** @returns {Pair} */
      const way = (numbers) => [unit[0] * numbers[0], numbers.length > 1 ? unit[1] * numbers[1] : 0]
      const colour = inked(look.colour, chart.ink)
      ellipse(chart, at, axesOf(memory, letter), colour)
      const down = way(known.g.map((slope) => -slope)), next = way(known.step)
      arrow(chart, at, stretched(down, GRADIENT * letter), { colour, width: 1.6, dash: [3, 3], hollow: true })
      const long = Math.hypot(...next)
      arrow(chart, at, stretched(next, Math.max(long, SHORTEST * letter)), { colour, width: 3.2 })
    }
  })
}

/** @typedef {[number, number]} Pair */

/** @returns {Pair | null} */
const stretched = ([x, y], long) => {
  const size = Math.hypot(x, y)
  return size > 0 && Number.isFinite(size) ? [(x / size) * long, (y / size) * long] : null
}

// The half axes: their ratio is that of the rates; how large they are says, on a logarithmic scale, where in the run's
// range the larger one lies.
/** @returns {Pair} */
function axesOf({ known: { rate }, range: [low, high] }, letter) {
  const [x, y] = [rate[0], rate[1] ?? 0]
  const most = Math.max(x, y)
  if (!(most > 0)) return [0, 0]
  const share = high > 1.02 * low ? Math.log(most / low) / Math.log(high / low) : 0.5
  const size = letter * (SMALL + (LARGE - SMALL) * Math.min(1, Math.max(0, share)))
  return [(size * x) / most, (size * y) / most]
}

function ellipse({ pen, ink }, [x, y], [a, b], colour) {
  pen.beginPath()
  pen.ellipse(x, y, Math.max(a, 1.5), Math.max(b, 1.5), 0, 0, 2 * Math.PI)
  pen.globalAlpha = 0.15
  pen.fillStyle = colour
  pen.fill()
  pen.globalAlpha = 1
  twice(pen, ink, colour, 1.4)
}

// From a place along a way in pixels, with a head that is never longer than half of it.
/** @param {any} chart
 *  @param {Pair} place
 *  @param {Pair | null} way
 *  @param {{colour: string, width: number, dash?: number[], hollow?: boolean}} look */
function arrow(chart, place, way, { colour, width, dash = [], hollow = false }) {
  const { pen, ink, letter } = chart
  const [x, y] = place
  if (!way) return
  const long = Math.hypot(...way)
  const [u, v] = [way[0] / long, way[1] / long]
  const head = Math.min(0.75 * letter, long / 2), wide = 0.62 * head
  const [tip, neck] = [[x + way[0], y + way[1]], [x + way[0] - u * head, y + way[1] - v * head]]
  pen.lineCap = "butt"
  pen.beginPath()
  pen.moveTo(x, y)
  pen.lineTo(...neck)
  pen.setLineDash([])
  twice(pen, ink, colour, width, dash)
  pen.beginPath()
  pen.moveTo(...tip)
  pen.lineTo(neck[0] - v * wide, neck[1] + u * wide)
  pen.lineTo(neck[0] + v * wide, neck[1] - u * wide)
  pen.closePath()
  twice(pen, ink, colour, 1.6)
  pen.fillStyle = hollow ? ink.paper : colour
  pen.fill()
}

// A path on any ground: over a broader line in the paper's colour.
function twice(pen, ink, colour, width, dash = /** @type {number[]} */ ([])) {
  pen.setLineDash([])
  pen.strokeStyle = ink.paper
  pen.lineWidth = width + 2.4
  pen.stroke()
  pen.setLineDash(dash)
  pen.strokeStyle = colour
  pen.lineWidth = width
  pen.stroke()
  pen.setLineDash([])
}

// What the signs mean, in the lower left corner; over a curve, whose minimum may be there, above its middle.
export function drawKey(chart, flat) {
  const { pen, ink, box, letter } = chart
  const parts = [["gradient", "−gradient"], ["step", "next step"], ["rate", "rates"]]
  const widths = parts.map(([, text]) => pen.measureText(text).width + 2.9 * letter)
  const wide = widths.reduce((sum, width) => sum + width, 0.4 * letter)
  if (wide > box.right - box.left) return
  const left = flat ? (box.left + box.right - wide) / 2 : box.left
  const y = flat ? box.top + 0.9 * letter : box.bottom - 0.9 * letter
  pen.fillStyle = ink.paper
  pen.globalAlpha = 0.88
  pen.fillRect(left, y - 0.9 * letter, wide, 1.8 * letter)
  pen.globalAlpha = 1
  let x = left + 0.5 * letter
  for (const [i, [kind, text]] of parts.entries()) {
    const colour = ink.text
    if (kind === "gradient") arrow(chart, [x, y], [1.8 * letter, 0], { colour, width: 1.6, dash: [3, 3], hollow: true })
    if (kind === "step") arrow(chart, [x, y], [1.8 * letter, 0], { colour, width: 3.2 })
    if (kind === "rate") ellipse(chart, [x + 0.9 * letter, y], [0.9 * letter, 0.5 * letter], colour)
    pen.fillStyle = ink.text
    pen.textAlign = "left"
    pen.fillText(text, x + 2.1 * letter, y)
    x += widths[i]
  }
}
