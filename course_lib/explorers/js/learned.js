// What each rule has learned so far: a fitted curve, the regions of the classes, digits, or numbers told and measured.

import { confusion, digitSheet, scatter } from "./answers.js"
import { axes } from "./draw.js"
import { drawPanels } from "./panels.js"
import { region } from "./plane.js"
import { drawTwoWeights } from "./two_weights.js"

// view: see train.js. Returns what knows where a pointer is in a picture of the plane: {at(event)}.
export function drawStage(canvas, view) {
  const { data } = view.session
  if (data.kind === "curve") return drawCurve(canvas, view)
  if (data.kind === "map") return drawTwoWeights(canvas, view)
  const paint = { plane: region, digits: digitSheet, numbers: scatter, classes: confusion }
  return drawPanels(canvas, view, paint[data.kind])
}

function drawCurve(canvas, view) {
  const { session, fixed } = view
  const { data, net, runs } = session
  const [x, y] = data.window
  const chart = axes(canvas, { x, y, xlabel: data.names[0], ylabel: "y" })
  const points = Array.from(data.train.y, (value, i) => [data.train.X[i * data.train.d], value])
  chart.dots(points, { colour: chart.ink.contour, radius: 2.4, alpha: 0.8 })
  const places = Array.from({ length: 121 }, (_, i) => x[0] + (i / 120) * (x[1] - x[0]))
  const inputs = Float64Array.from(places.flatMap((place) => (data.train.d === 2 ? [place, 1] : [place])))
  for (const [label, run] of Object.entries(runs)) {
    const out = net.forward(run.W[view.at(run)], inputs, places.length)
    chart.line(places.map((place, i) => [place, out[i]]), { ...fixed.rules[label], width: 2.6 })
  }
  return chart
}
