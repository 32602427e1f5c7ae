// The two pictures of the path explorer: the paths on the surface, and their losses.

import { axes } from "./draw.js"

// Up to so many steps each has a dot on the map, which shows its length; a ring on a broken line, whose gaps dots hide.
const DOTS = 300

// view: {runs, drawn, settings, fixed}; see path.js. Returns the chart.
export function drawMap(canvas, landscape, surface, { runs, drawn, settings, fixed }) {
  const flat = landscape.start.length === 1
  const [x, y] = flat ? [landscape.window[0], heights(landscape, surface)] : landscape.window
  const behind = { name: settings.surface, draw: (chart) => drawGround(chart, landscape, surface) }
  const chart = axes(canvas, { x, y, xlabel: flat ? "W" : "W₁", ylabel: flat ? "loss" : "W₂", equal: !flat, behind })
  // Where there is one coordinate, each trail floats a little above the one before, so that all can be seen.
  const lift = flat ? 0.03 * (y[1] - y[0]) : 0
  Object.entries(runs).forEach(([name, run], i) => {
    const points = run.path.slice(0, drawn + 1).map((W, t) => (flat ? [W[0], run.loss[t] + lift * (i + 1)] : W))
    const look = fixed.rules[name]
    if (!flat) chart.line(points, look)
    if (flat || drawn < DOTS) chart.dots(points, { colour: look.colour, radius: 2.5, alpha: flat ? 0.6 : 1,
                                                        hollow: !flat && look.dashes.length > 0 })
    if (points.length) chart.dots(points.slice(-1), { colour: look.colour, radius: 6, ring: true })
  })
  const start = flat ? [settings.start[0], surface.value(settings.start)] : settings.start
  chart.dots([start], { colour: chart.ink.paper, radius: 8 })
  chart.rim(2, () => chart.pen.arc(chart.X(start[0]), chart.Y(start[1]), 8, 0, 2 * Math.PI))
  return chart
}

// The surface itself: its curve, or its contour lines, and its minima.
function drawGround(chart, landscape, surface) {
  const flat = landscape.start.length === 1
  if (flat) {
    const [low, high] = landscape.window[0]
    const line = Array.from({ length: 401 }, (_, i) => low + (i / 400) * (high - low))
    chart.line(line.map((w) => [w, surface.value([w])]), { colour: chart.ink.contour, width: 3 })
  } else {
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

function contourLines(chart, contours) {
  const { pen, box, clipped, ink } = chart
  const fit = new DOMMatrix([(box.right - box.left) / 1000, 0, 0, (box.top - box.bottom) / 1000, box.left, box.bottom])
  const path = new Path2D()
  path.addPath(new Path2D(contours.join("")), fit)
  clipped(() => {
    pen.strokeStyle = ink.contour
    pen.lineWidth = 0.9
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
export function drawLoss(canvas, { floor }, { runs, drawn, settings, fixed }) {
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
    xlabel: "step", ylabel: floor ? "loss above the lowest place" : "loss",
  })
  for (const [look, line] of shown) {
    const points = line.slice(0, drawn + 1).map((value, t) => [t, value])
    chart.line(points, look)
    chart.dots(points.slice(-1), { colour: look.colour, radius: 5, ring: true })
  }
}
