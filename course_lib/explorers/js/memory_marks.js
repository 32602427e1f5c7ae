// What the rules remember, drawn at their balls: −gradient, the step that comes, and the rate of each coordinate.

import { inked } from "./draw.js"
import { inWords, rateRange, remembered } from "./memory.js"
import { RULES } from "./rules.js"
import { say } from "./words.js"

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
const SIDES = 48 // of an ellipse
const PIECES = 8 // of an arrow's shaft, which follows the ground

/** @typedef {[number, number]} Pair */
/** What marks are drawn on, a map or a landscape. unit: how long 1 is along W₁ and along W₂, in pixels to the right and
 *  down. lay(at, way): where one sees what lies that way from a place, in the same pixels, null where it is not seen.
 *  @typedef {{pen: any, ink: any, letter: number, unit: Pair, lay: (at: any, way: Pair) => Pair | null}} Ground */

// A chart as the ground: its places are pixels.
/** @returns {Ground} */
const mapOf = ({ pen, ink, letter, X, Y }) => ({ pen, ink, letter, unit: [X(1) - X(0), Y(1) - Y(0)],
  lay: ([x, y], [right, down]) => [x + right, y + down] })

// place(memory): where its ball stands, in the chart's coordinates.
export function drawMemories(chart, memories, place) {
  const at = (memory) => {
    const [a, b] = place(memory)
    return [chart.X(a), chart.Y(b)]
  }
  chart.clipped(() => layMemories(mapOf(chart), memories, at))
}

// at(memory): where its ball stands, in the ground's places.
/** @param {Ground} ground */
export function layMemories(ground, memories, at) {
  const { letter, unit } = ground
  /** @returns {Pair} */
  const way = (numbers) => [unit[0] * numbers[0], numbers.length > 1 ? unit[1] * numbers[1] : 0]
  for (const memory of memories) {
    const { known } = memory
    const colour = inked(memory.look.colour, ground.ink), place = at(memory)
    ellipse(ground, place, axesOf(memory, letter), colour)
    const down = way(known.g.map((slope) => -slope)), next = way(known.step)
    arrow(ground, place, stretched(down, GRADIENT * letter), { colour, width: 1.6, dash: [3, 3], hollow: true })
    const long = Math.hypot(...next)
    arrow(ground, place, stretched(next, Math.max(long, SHORTEST * letter)), { colour, width: 3.2 })
  }
}

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

/** @param {Ground} ground */
function ellipse(ground, at, [a, b], colour) {
  const { pen, ink } = ground
  pen.beginPath()
  trace(ground, at, Array.from({ length: SIDES + 1 }, (_, k) => {
    const angle = (2 * Math.PI * k) / SIDES
    return [Math.max(a, 1.5) * Math.cos(angle), Math.max(b, 1.5) * Math.sin(angle)]
  }))
  pen.globalAlpha = 0.15
  pen.fillStyle = colour
  pen.fill()
  pen.globalAlpha = 1
  twice(pen, ink, colour, 1.4)
}

// From a place along a way in pixels, with a head that is never longer than half of it.
/** @param {Ground} ground
 *  @param {any} at
 *  @param {Pair | null} way
 *  @param {{colour: string, width: number, dash?: number[], hollow?: boolean}} look */
function arrow(ground, at, way, { colour, width, dash = [], hollow = false }) {
  if (!way) return
  const { pen, ink, letter, lay } = ground
  const long = Math.hypot(...way)
  const [u, v] = [way[0] / long, way[1] / long]
  const head = Math.min(0.75 * letter, long / 2), wide = 0.62 * head
  /** @type {Pair} */
  const neck = [way[0] - u * head, way[1] - v * head]
  pen.lineCap = "butt"
  pen.beginPath()
  trace(ground, at, Array.from({ length: PIECES + 1 }, (_, k) => neck.map((each) => (each * k) / PIECES)))
  twice(pen, ink, colour, width, dash)
  if (!lay(at, way)) return // it leads out of what is seen
  pen.beginPath()
  trace(ground, at, [way, [neck[0] - v * wide, neck[1] + u * wide], [neck[0] + v * wide, neck[1] - u * wide]])
  pen.closePath()
  twice(pen, ink, colour, 1.6)
  pen.fillStyle = hollow ? ink.paper : colour
  pen.fill()
}

// A line over the ground from `at`, broken where it is not seen.
function trace({ pen, lay }, at, ways) {
  let drawn = false
  for (const way of ways) {
    const place = lay(at, way)
    if (place) pen[drawn ? "lineTo" : "moveTo"](...place)
    drawn = place !== null
  }
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

// What the signs mean, in a box {left, right, top, bottom} of the picture: in its lower left corner, or over a curve,
// whose minimum may be there, above its middle.
export function drawKey({ pen, ink, letter }, box, curve = false) {
  /** @type {Ground} */
  const ground = { pen, ink, letter, unit: [1, 1], lay: ([x, y], [right, down]) => [x + right, y + down] }
  const parts = [["gradient", say("−gradient")], ["step", say("next step")], ["rate", say("rates")]]
  const widths = parts.map(([, text]) => pen.measureText(text).width + 2.9 * letter)
  const wide = widths.reduce((sum, width) => sum + width, 0.4 * letter)
  if (wide > box.right - box.left) return
  const left = curve ? (box.left + box.right - wide) / 2 : box.left
  const y = curve ? box.top + 0.9 * letter : box.bottom - 0.9 * letter
  pen.fillStyle = ink.paper
  pen.globalAlpha = 0.88
  pen.fillRect(left, y - 0.9 * letter, wide, 1.8 * letter)
  pen.globalAlpha = 1
  pen.textBaseline = "middle"
  const dash = [3, 3]
  let x = left + 0.5 * letter
  for (const [i, [kind, text]] of parts.entries()) {
    const colour = ink.text
    if (kind === "gradient") arrow(ground, [x, y], [1.8 * letter, 0], { colour, width: 1.6, dash, hollow: true })
    if (kind === "step") arrow(ground, [x, y], [1.8 * letter, 0], { colour, width: 3.2 })
    if (kind === "rate") ellipse(ground, [x + 0.9 * letter, y], [0.9 * letter, 0.5 * letter], colour)
    pen.fillStyle = ink.text
    pen.textAlign = "left"
    pen.fillText(text, x + 2.1 * letter, y)
    x += widths[i]
  }
}
