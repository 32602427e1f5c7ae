// The two pictures of the path explorer: the paths on the surface, and their losses.

import { axes, penOf, said } from "./draw.js"

// Up to so many steps each has a dot on the map, which shows its length; a ring on a broken line, whose gaps dots hide.
const DOTS = 300

// view: see path.js. Returns the chart.
export function drawMap(canvas, landscape, surface, view) {
  const { runs, drawn, settings, fixed, step, place } = view
  const flat = landscape.start.length === 1
  const [xlabel, ylabel] = landscape.axes ?? (flat ? ["W", "loss"] : ["W₁", "W₂"])
  const [x, y] = flat ? [landscape.window[0], heights(landscape, surface)] : landscape.window
  const behind = { name: settings.surface, draw: (chart) => drawGround(chart, landscape, surface) }
  const chart = axes(canvas, { x, y, xlabel, ylabel, equal: !flat, behind })
  // Where there is one coordinate, each trail floats a little above the one before, so that all can be seen.
  const lift = flat ? 0.03 * (y[1] - y[0]) : 0
  Object.entries(runs).forEach(([name, run], i) => {
    const points = run.path.slice(0, drawn + 1).map((W, t) => (flat ? [W[0], run.loss[t] + lift * (i + 1)] : W))
    const look = fixed.rules[name]
    if (!flat) chart.line(points, look)
    if (flat || drawn < DOTS) chart.dots(points, { colour: look.colour, radius: 2.5, alpha: flat ? 0.6 : 1,
                                                        hollow: !flat && look.dashes.length > 0 })
    if (points.length) chart.dots([points[step ?? points.length - 1] ?? points.at(-1)],
      { colour: look.colour, radius: 6, ring: true })
  })
  const start = flat ? [settings.start[0], surface.value(settings.start)] : settings.start
  chart.dots([start], { colour: chart.ink.paper, radius: 8 })
  chart.rim(2, () => chart.pen.arc(chart.X(start[0]), chart.Y(start[1]), 8, 0, 2 * Math.PI))
  if (place) {
    if (view.still) chart.rim(2, () => chart.pen.arc(chart.X(place[0]), chart.Y(place[1]), 5, 0, 2 * Math.PI))
    sign(chart, inWords(view, place))
  }
  return chart
}

// The loss at a place of the surface, in words.
export function inWords(view, place) {
  const [a, b, loss] = [...place, view.surface().value(place)].map((number) => said(Number(number.toPrecision(3))))
  return view.says ? view.says(place) : `W₁ = ${a}, W₂ = ${b}: loss ${loss}`
}

// Words in the upper left corner, readable on any ground.
function sign({ pen, box, ink, letter }, text) {
  const wide = pen.measureText(text).width
  pen.fillStyle = ink.paper
  pen.fillRect(box.left, box.top, wide + letter, 1.7 * letter)
  pen.fillStyle = ink.text
  pen.textAlign = "left"
  pen.fillText(text, box.left + 0.5 * letter, box.top + 0.85 * letter)
}

// The surface itself: its curve, or its contour lines, and its minima.
function drawGround(chart, landscape, surface) {
  const flat = landscape.start.length === 1
  if (flat) {
    const [low, high] = landscape.window[0]
    const line = Array.from({ length: 401 }, (_, i) => low + (i / 400) * (high - low))
    chart.line(line.map((w) => [w, surface.value([w])]), { colour: chart.ink.contour, width: 3 })
  } else {
    depth(chart, landscape.window, surface)
    contourLines(chart, landscape.contours)
  }
  for (const point of landscape.minima) star(chart, flat ? [point[0], surface.value(point)] : point)
}

function heights(landscape, surface) {
  const [low, high] = landscape.window[0]
  const values = Array.from({ length: 101 }, (_, i) => surface.value([low + (i / 100) * (high - low)]))
  const [bottom, top] = [Math.min(...values), Math.max(...values)]
  return [bottom - 0.05 * (top - bottom), top + 0.15 * (top - bottom)]
}

// The deeper, the darker: a colour for each place, on the scale of the contour lines, which are closer near the bottom.
const PLACES = 96

function depth({ pen, box, clipped, ink }, [[left, right], [bottom, top]], surface) {
  const rows = Math.max(2, Math.round((PLACES * (box.bottom - box.top)) / (box.right - box.left)))
  const values = Array.from({ length: rows * PLACES }, (_, i) => {
    const [across, down] = [((i % PLACES) + 0.5) / PLACES, (Math.floor(i / PLACES) + 0.5) / rows]
    return surface.value([left + across * (right - left), top - down * (top - bottom)])
  })
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const [from, to] = [ink.low, ink.high].map(channels)
  const sheet = document.createElement("canvas")
  sheet.width = PLACES
  sheet.height = rows
  const image = penOf(sheet).createImageData(PLACES, rows)
  values.forEach((value, i) => {
    const share = Math.cbrt((value - low) / (high - low || 1))
    image.data.set([...from.map((dark, channel) => dark + share * (to[channel] - dark)), 255], 4 * i)
  })
  penOf(sheet).putImageData(image, 0, 0)
  clipped(() => {
    pen.imageSmoothingEnabled = true
    pen.imageSmoothingQuality = "high"
    pen.drawImage(sheet, box.left, box.top, box.right - box.left, box.bottom - box.top)
  })
}

// "#1a2b3c" as three numbers.
const channels = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16))

function contourLines(chart, contours) {
  const { pen, box, clipped, ink } = chart
  const fit = new DOMMatrix([(box.right - box.left) / 1000, 0, 0, (box.top - box.bottom) / 1000, box.left, box.bottom])
  const path = new Path2D()
  path.addPath(new Path2D(contours.join("")), fit)
  clipped(() => {
    pen.strokeStyle = ink.contour
    pen.lineWidth = 0.8
    pen.stroke(path)
  })
}

function star(chart, [a, b]) {
  const { pen, X, Y, ink } = chart
  pen.beginPath()
  for (let i = 0; i < 10; i++) {
    const [radius, angle] = [i % 2 ? 4 : 10, (i * Math.PI) / 5]
    pen.lineTo(X(a) + radius * Math.sin(angle), Y(b) - radius * Math.cos(angle))
  }
  pen.closePath()
  pen.fillStyle = "#F0E442"
  pen.strokeStyle = ink.text
  pen.lineWidth = 1
  pen.fill()
  pen.stroke()
}

// The losses on a logarithmic axis where they can be measured from the lowest place, else as they are. What is far
// above the start is cut off.
export function drawLoss(canvas, { floor }, { runs, drawn, settings, fixed, step }) {
  const log = floor !== null
  const shown = Object.entries(runs).filter(([, run]) => run.loss.length)
    .map(([name, run]) => [fixed.rules[name], log ? run.loss.map((loss) => Math.max(loss - floor, 1e-12)) : run.loss])
  const first = shown.length ? shown[0][1][0] : 1
  const near = shown.flatMap(([, line]) => line)
    .filter((value) => (log ? value <= 1000 * first : Math.abs(value) <= 10 * Math.abs(first) + 1))
  const [low, high] = [Math.min(...near, first), Math.max(...near, first)]
  const rim = 0.05 * (high - low || 1)
  const chart = axes(canvas, {
    x: [0, settings.steps], y: log ? [low / 2, high * 2] : [low - rim, high + rim], logY: log,
    xlabel: "step", ylabel: floor ? "loss − minimum" : "loss",
  })
  if (step !== null) chart.line([[step, high * 2 + rim], [step, low / 2 - rim]], { colour: chart.ink.quiet, width: 1 })
  for (const [look, line] of shown) {
    const points = line.slice(0, drawn + 1).map((value, t) => [t, value])
    chart.line(points, look)
    chart.dots([points[step ?? points.length - 1] ?? points.at(-1)], { colour: look.colour, radius: 5, ring: true })
  }
  if (step !== null) chart.words(`step ${step}`, step, high, { align: step > 0.7 * settings.steps ? "right" : "left",
    dx: step > 0.7 * settings.steps ? -6 : 6, colour: chart.ink.quiet })
  return chart
}
