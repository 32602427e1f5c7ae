// The two pictures of the path explorer: the paths on the surface, and their losses.

import { shownAs } from "./called.js"
import { bandsOf, contoursOf } from "./contours.js"
import { axes, FACE, penOf } from "./draw.js"
import { drawKey, drawMemories, memoriesOf } from "./memory_marks.js"
import { channels } from "./tints.js"
import { say } from "./words.js"

// Up to so many steps each has a dot on the map, which shows its length; a ring on a broken line, whose gaps dots hide.
// Steps shorter than so many pixels have none: their dots would touch, and make one line thicker than another.
const DOTS = 300, TOUCH = 6

// view: see path.js. Returns the chart.
export function drawMap(canvas, landscape, surface, view) {
  const { runs, drawn, ahead, settings, fixed, step } = view
  const flat = landscape.start.length === 1
  const [xlabel, ylabel] = landscape.axes?.map(shownAs) ?? (flat ? ["W", say("loss")] : ["W₁", "W₂"])
  const [x, y] = flat ? [landscape.window[0], heights(landscape, surface)] : landscape.window
  const behind = { name: settings.surface, draw: (chart) => drawGround(chart, landscape, surface) }
  const chart = axes(canvas, { x, y, xlabel, ylabel, equal: !flat, behind })
  // Where there is one coordinate, each trail floats a little above the one before, so that all can be seen.
  const lift = flat ? 0.03 * (y[1] - y[0]) : 0
  const floating = (W, loss, i) => (flat ? [W[0], loss + lift * (i + 1)] : W)
  Object.entries(runs).forEach(([name, run], i) => {
    const points = run.path.slice(0, drawn + 2).map((W, t) => floating(W, run.loss[t], i))
    const walked = upTo(points, drawn, ahead)
    const look = fixed.rules[name]
    if (!flat) chart.line(walked, look)
    const shown = points.slice(0, drawn + 1)
    if (flat || drawn < DOTS) chart.dots(flat ? shown : apart(chart, shown), { colour: look.colour, radius: 2.5,
      alpha: flat ? 0.6 : 1, hollow: !flat && look.dashes.length > 0 })
    if (points.length) chart.dots([(step === null ? null : points[step]) ?? walked.at(-1)],
      { colour: look.colour, radius: 6, ring: true })
  })
  if (settings.memory && !ahead) {
    const names = Object.keys(runs)
    drawMemories(chart, memoriesOf(view, step ?? drawn), ({ name, W, loss }) => floating(W, loss, names.indexOf(name)))
  }
  const start = flat ? [settings.start[0], surface.value(settings.start)] : settings.start
  chart.dots([start], { colour: chart.ink.paper, radius: 8 })
  chart.rim(2, () => chart.pen.arc(chart.X(start[0]), chart.Y(start[1]), 8, 0, 2 * Math.PI))
  named(chart, say("start"), [chart.X(start[0]), chart.Y(start[1])], chart.box)
  if (settings.memory) drawKey(chart, chart.box, flat)
  if (view.still && view.place) {
    const [s, t] = view.place
    chart.rim(2, () => chart.pen.arc(chart.X(s), chart.Y(t), 5, 0, 2 * Math.PI))
  }
  if (view.read) sign(chart, view.read.split("\n"))
  return chart
}

// The points that a long enough step leads to or from.
function apart({ X, Y }, points) {
  const long = points.map((point, t) => t > 0
    && Math.hypot(X(point[0]) - X(points[t - 1][0]), Y(point[1]) - Y(points[t - 1][1])) > TOUCH)
  return points.filter((_, t) => long[t] || long[t + 1])
}

// The points up to a step, and the part of the way to the next one that has been covered.
function upTo(points, drawn, ahead) {
  const [from, to] = [points[drawn], points[drawn + 1]]
  const shown = points.slice(0, drawn + 1)
  if (ahead && to) shown.push(from.map((w, i) => w + ahead * (to[i] - w)))
  return shown
}

// Words in the upper left corner, readable on any ground.
function sign({ pen, box, ink, letter, width }, lines) {
  const wide = Math.max(...lines.map((line) => pen.measureText(line).width))
  const room = width - box.left - letter
  pen.fillStyle = ink.paper
  pen.fillRect(box.left, box.top, Math.min(wide, room) + letter, (0.4 + 1.3 * lines.length) * letter)
  pen.fillStyle = ink.text
  pen.textAlign = "left"
  lines.forEach((line, i) => {
    pen.fillText(line, box.left + 0.5 * letter, box.top + (0.85 + 1.3 * i) * letter, room)
  })
}

// A word above a place of the picture, in pixels, or below it where there is no room: bold, with a rim of paper.
export function named({ pen, ink, letter }, word, [x, y], { left, right, top }) {
  pen.font = `600 ${letter}px ${FACE}`
  const half = pen.measureText(word).width / 2 + 2
  const place = [Math.min(right - half, Math.max(left + half, x)), y + (y - top > 2.2 * letter ? -1.3 : 1.4) * letter]
  pen.textAlign = "center"
  pen.textBaseline = "middle"
  pen.lineJoin = "round"
  pen.lineWidth = 3.5
  pen.strokeStyle = ink.paper
  pen.strokeText(word, ...place)
  pen.fillStyle = ink.text
  pen.fillText(word, ...place)
  pen.font = `${letter}px ${FACE}`
}

// The surface itself: its curve, or its contour lines, and its minima.
function drawGround(chart, landscape, surface) {
  const flat = landscape.start.length === 1
  if (flat) {
    const [low, high] = landscape.window[0]
    const line = Array.from({ length: 401 }, (_, i) => low + (i / 400) * (high - low))
    chart.line(line.map((w) => [w, surface.value([w])]), { colour: chart.ink.contour, width: 3 })
  } else {
    const contours = contoursOf(landscape, surface)
    depth(chart, contours)
    contourLines(chart, contours)
  }
  for (const point of landscape.minima) chart.star(flat ? [point[0], surface.value(point)] : point)
}

function heights(landscape, surface) {
  const [low, high] = landscape.window[0]
  const values = Array.from({ length: 101 }, (_, i) => surface.value([low + (i / 100) * (high - low)]))
  const [bottom, top] = [Math.min(...values), Math.max(...values)]
  return [bottom - 0.05 * (top - bottom), top + 0.15 * (top - bottom)]
}

// The deeper, the darker: one colour from contour to contour.
const SHEET = 480 // its columns

function depth({ pen, box, clipped, ink }, contours) {
  const rows = Math.max(2, Math.round((SHEET * (box.bottom - box.top)) / (box.right - box.left)))
  const [from, to] = [ink.low, ink.high].map(channels)
  const steps = contours.heights.length
  const colours = Array.from({ length: steps + 1 }, (_, band) =>
    [...from.map((dark, channel) => dark + (band / steps) * (to[channel] - dark)), 255])
  const sheet = document.createElement("canvas")
  sheet.width = SHEET
  sheet.height = rows
  const image = penOf(sheet).createImageData(SHEET, rows)
  bandsOf(contours, SHEET, rows).forEach((band, at) => image.data.set(colours[band], 4 * at))
  penOf(sheet).putImageData(image, 0, 0)
  clipped(() => {
    pen.imageSmoothingEnabled = true
    pen.imageSmoothingQuality = "high"
    pen.drawImage(sheet, box.left, box.top, box.right - box.left, box.bottom - box.top)
  })
}

function contourLines({ pen, box, clipped, ink }, { pieces }) {
  const X = (x) => box.left + x * (box.right - box.left), Y = (y) => box.bottom - y * (box.bottom - box.top)
  clipped(() => {
    pen.strokeStyle = ink.quiet
    pen.globalAlpha = 0.42 // seen on the deepest ground, and quiet on the highest
    pen.lineWidth = 0.8
    pen.lineCap = "round"
    pen.beginPath()
    for (const [x, y, u, v] of pieces) {
      pen.moveTo(X(x), Y(y))
      pen.lineTo(X(u), Y(v))
    }
    pen.stroke()
  })
}

const LINES = new WeakMap() // of each set of runs: frames that only show more of them find them here

// {shown: [[look, the heights of its line], …], low, high: the axis' ends}.
function linesOf(runs, floor, fixed) {
  const log = floor !== null
  const shown = Object.entries(runs).filter(([, run]) => run.loss.length)
    .map(([name, run]) => [fixed.rules[name], log ? run.loss.map((loss) => Math.max(loss - floor, 1e-12)) : run.loss])
  const first = shown.length ? shown[0][1][0] : 1
  const near = shown.flatMap(([, line]) => line)
    .filter((value) => (log ? value <= 1000 * first : Math.abs(value) <= 10 * Math.abs(first) + 1))
  return { shown, low: Math.min(...near, first), high: Math.max(...near, first) }
}

// The losses on a logarithmic axis where they can be measured from the lowest place, else as they are. What is far
// above the start is cut off.
export function drawLoss(canvas, { floor }, { runs, drawn, ahead, settings, fixed, step }) {
  const log = floor !== null
  if (!LINES.has(runs)) LINES.set(runs, linesOf(runs, floor, fixed))
  const { shown, low, high } = LINES.get(runs)
  // A twentieth of the axis; a logarithmic one spans a factor of five, in which two of its numbers stand.
  const rim = 0.05 * (high - low || 1), room = Math.max((high / low) ** 0.05, Math.sqrt((5 * low) / high))
  const chart = axes(canvas, {
    x: [0, settings.steps], y: log ? [low / room, high * room] : [low - rim, high + rim], logY: log,
    xlabel: say("step"), ylabel: floor ? say("loss − minimum") : say("loss"),
  })
  if (step !== null) chart.line([[step, high * 2 + rim], [step, low / 2 - rim]], { colour: chart.ink.quiet, width: 1 })
  for (const [look, line] of shown) {
    const points = upTo(line.slice(0, drawn + 2).map((value, t) => [t, value]), drawn, ahead)
    chart.line(points, look)
    chart.dots([(step === null ? null : points[step]) ?? points.at(-1)], { colour: look.colour, radius: 5, ring: true })
  }
  if (step !== null) chart.words(say("step {step}", { step }), step, high, { colour: chart.ink.quiet,
    align: step > 0.7 * settings.steps ? "right" : "left", dx: step > 0.7 * settings.steps ? -6 : 6 })
  return chart
}
