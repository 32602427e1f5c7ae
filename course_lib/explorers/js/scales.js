// What is written around a landscape: its floor, the scales of W₁, W₂ and the loss, and a line of words.

import { said, ticks } from "./draw.js"
import { halves } from "./heights.js"
import { say } from "./words.js"

const FLOOR = -0.03

// The rectangle on which the landscape stands.
export function drawFloor(pen, ink, relief, seen) {
  const [a, b] = halves(relief)
  pen.beginPath()
  for (const [x, z] of [[-a, -b], [a, -b], [a, b], [-a, b]]) pen.lineTo(...seen([x, FLOOR, z]))
  pen.closePath()
  pen.strokeStyle = ink.grid
  pen.lineWidth = 1
  pen.stroke()
}

// Numbers and names beside the two edges of the floor that are nearer to the eye, and the losses at the corner on the
// far left of the picture.
export function drawScales(pen, ink, relief, eye, seen, names = ["W₁", "W₂"]) {
  const [a, b] = halves(relief)
  const { window, scale } = relief
  const size = ink.letter
  const [near_x, near_z] = [Math.sign(eye.back[0]) || 1, Math.sign(eye.back[2]) || 1]
  const middle = window.map(([low, high]) => (low + high) / 2)
  pen.font = `${size}px system-ui, -apple-system, 'Segoe UI', 'Noto Sans', sans-serif`
  pen.textBaseline = "middle"
  pen.textAlign = "center"
  pen.fillStyle = ink.text
  pen.strokeStyle = ink.contour
  pen.lineWidth = 1
  // Words at a place of the rim, moved away from the floor's middle as it is seen, by so many sizes of the type.
  const outside = (place, far, text) => {
    const [x, y] = seen(place)
    const [u, v] = seen([place[0] * 0.9, FLOOR, place[2] * 0.9])
    const length = Math.hypot(x - u, y - v) || 1
    const aside = text.length > 2 ? (x - u) / length : 0
    pen.textAlign = aside > 0.6 ? "left" : aside < -0.6 ? "right" : "center"
    pen.fillText(text, x + (far * size * (x - u)) / length, y + (far * size * (y - v)) / length)
  }
  const edges = [
    { half: a, at: (s) => [s, FLOOR, near_z * b], of: (w) => (w - middle[0]) * scale },
    { half: b, at: (s) => [near_x * a, FLOOR, s], of: (w) => -(w - middle[1]) * scale },
  ]
  for (const [i, { half, at, of }] of edges.entries()) {
    const [name, range] = [names[i], window[i]]
    const [from, to] = [seen(at(-half)), seen(at(half))]
    line(pen, from, to)
    const room = Math.hypot(to[0] - from[0], to[1] - from[1])
    for (const tick of room < 4 * size ? [] : ticks(range, false, room / (5 * size))) {
      if (Math.abs(of(tick)) < 0.93 * half) outside(at(of(tick)), 1.1, said(tick))
    }
    outside(at(0), name.length > 2 ? 3.3 : 2.7, name) // a long one needs room below the numbers beside it
  }
  drawLosses(pen, relief, eye, seen, size)
}

// The scale of the losses stands at the left or the right corner, where the edge of the floor that leads there is seen
// longer: its numbers are then far from the other scales'.
function drawLosses(pen, relief, eye, seen, size) {
  const [a, b] = halves(relief)
  const [near_x, near_z] = [Math.sign(eye.back[0]) || 1, Math.sign(eye.back[2]) || 1]
  const nearest = seen([near_x * a, FLOOR, near_z * b])
  /** @type {[number, number][]} */
  const ends = [[-near_x * a, near_z * b], [near_x * a, -near_z * b]]
  const far = ([x, z]) => Math.abs(seen([x, FLOOR, z])[0] - nearest[0])
  const [x, z] = far(ends[0]) > far(ends[1]) ? ends[0] : ends[1]
  const side = seen([x, FLOOR, z])[0] < nearest[0] ? -1 : 1
  line(pen, seen([x, FLOOR, z]), seen([x, relief.tall, z]))
  pen.textAlign = side < 0 ? "right" : "left"
  let [before, top] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  for (const loss of lossTicks(relief)) {
    const [u, v] = seen([x, relief.rise(loss), z])
    if (Math.abs(before - v) < 1.4 * size) continue
    before = v
    top = Math.min(top, v)
    line(pen, [u + 5 * side, v], [u, v])
    pen.fillText(said(loss), u + 9 * side, v)
  }
  const [u, v] = seen([x, relief.tall, z])
  pen.fillText(say("loss"), u + 9 * side, Math.min(v, top - 1.4 * size))
}

// Round losses that a scale shows: powers of ten above the lowest place where the heights are logarithmic.
export function lossTicks({ low, high, log }) {
  if (!log) return ticks([low, high], false, 3)
  const last = Math.floor(Math.log10(high))
  return [last, last - 1, last - 2, last - 3].map((power) => 10 ** power).filter((loss) => loss > low)
}

// At the lower left what the pointer reads or the hand may do, at the lower right how heights are shown.
export function drawWords(pen, ink, width, height, [left, right]) {
  pen.font = `${ink.letter}px system-ui, -apple-system, 'Segoe UI', 'Noto Sans', sans-serif`
  pen.textBaseline = "bottom"
  pen.fillStyle = ink.text
  pen.globalAlpha = 0.8
  pen.textAlign = "left"
  pen.fillText(left, 6, height - 3)
  pen.textAlign = "right"
  const fits = pen.measureText(left).width + pen.measureText(right).width < width - 24
  pen.fillText(right, width - 6, height - (fits ? 3 : 3 + 1.2 * ink.letter))
  pen.globalAlpha = 1
}

/** @param {CanvasRenderingContext2D} pen
 *  @param {number[]} from
 *  @param {number[]} to */
function line(pen, from, to) {
  pen.beginPath()
  pen.moveTo(from[0], from[1])
  pen.lineTo(to[0], to[1])
  pen.stroke()
}
