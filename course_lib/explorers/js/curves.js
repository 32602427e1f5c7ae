// Beside the stage: the losses of all rules, the lengths of their steps, and the rates of their weights.

import { axes } from "./draw.js"
import { recordAt } from "./session.js"
import { say } from "./words.js"

// The number of the last record that is drawn.
const untilOf = (run, view) => recordAt(run, view.drawn)

// view: see train.js. Thick lines are of what is learned, thin ones of what is held back.
export function drawLosses(canvas, view) {
  const { session, fixed } = view
  const entries = Object.entries(session.runs)
  const start = Math.max(1e-12, ...entries.map(([, run]) => run.loss[0]))
  // What is far above the start is cut off; the axes fit the whole run, so that nothing jumps while it is played.
  const all = entries.flatMap(([, run]) => [...run.loss, ...run.held]).filter((loss) => loss > 0 && loss <= 20 * start)
  const [low, high] = [Math.min(start, ...all), Math.max(start, ...all)]
  const chart = axes(canvas, { x: [0, 1.015 * session.steps], y: [low / 1.3, high * 1.3], logY: true,
    xlabel: say("updates"),
    ylabel: session.data.classes ? say("loss (cross entropy)") : say("loss (mean squared error)"),
    title: session.apart ? say("thick: learned from · thin: held back") : "" })
  if (view.step !== null) {
    chart.line([[view.now(), low / 1.3], [view.now(), high * 1.3]], { colour: chart.ink.quiet, width: 1 })
  }
  for (const part of ["held", "loss"]) {
    for (const [label, run] of entries) {
      if (!run[part].length) continue
      const look = fixed.rules[label]
      const seen = run[part].slice(0, untilOf(run, view) + 1)
      const points = seen.map((loss, i) => [run.updates[i], Math.max(loss, 1e-12)])
      chart.line(points, part === "loss" ? look : { ...look, width: 1.1, alpha: 0.75 })
      if (part === "loss") chart.dots([points[view.at(run)]], { colour: look.colour, radius: 4.5, ring: true })
    }
  }
  return chart
}

export function drawSteps(canvas, view) {
  const { session, fixed } = view
  const entries = Object.entries(session.runs)
  const all = entries.flatMap(([, run]) => run.moved).filter((length) => length > 1e-9)
  const [low, high] = [Math.max(1e-9, Math.min(1, ...all)), Math.min(1e3, Math.max(1e-3, ...all))]
  const chart = axes(canvas, { x: [0, 1.015 * session.steps], y: [low / 1.3, high * 1.3], logY: true,
    title: say("step length") })
  for (const [label, run] of entries) {
    const moved = run.moved.slice(1, untilOf(run, view) + 1)
    const points = moved.map((length, i) => [run.updates[i + 1], Math.max(length, 1e-9)])
    chart.line(points, { ...fixed.rules[label], width: 1.3 })
  }
}

// The middle of the weights' rates as a line, the tenth to the ninetieth of a hundred as a band.
export function drawRates(canvas, view) {
  const { session, fixed } = view
  const entries = Object.entries(session.runs).filter(([, run]) => run.rates[1])
  const all = entries.flatMap(([, run]) => run.rates.flat()).filter((rate) => rate > 0 && Number.isFinite(rate))
  const [low, high] = [Math.max(1e-6, Math.min(1, ...all)), Math.min(1e4, Math.max(1e-3, ...all))]
  const chart = axes(canvas, { x: [0, 1.015 * session.steps], y: [low / 1.3, high * 1.3], logY: true,
    title: say("rates of weights") })
  for (const [label, run] of entries) {
    const look = fixed.rules[label]
    const seen = run.rates.slice(1, untilOf(run, view) + 1)
    const points = seen.map((each, i) => [run.updates[i + 1], ...(each ?? [0, 0, 0])])
    band(chart, points, look.colour)
    chart.line(points.map(([t, , mid]) => [t, mid]), { ...look, width: 1.6 })
  }
}

function band({ pen, X, Y, ink, clipped }, points, colour) {
  if (points.length < 2) return
  clipped(() => {
    pen.beginPath()
    for (const [t, low] of points) pen.lineTo(X(t), Y(low))
    for (const [t, , , high] of [...points].reverse()) pen.lineTo(X(t), Y(high))
    pen.closePath()
    pen.globalAlpha = 0.15
    pen.fillStyle = colour === "#000000" ? ink.text : colour
    pen.fill()
  })
}

// The result of a fair race: the losses at each rule's best rate, the middle of the seeds and what lies between all.
export function drawRace(canvas, results, rules, middle) {
  const entries = Object.entries(results)
  const finite = entries.flatMap(([, { loss }]) => loss.flat()).filter((value) => Number.isFinite(value) && value > 0)
  const start = Math.max(...entries.map(([, { loss }]) => middle(loss.map((one) => one[0]))))
  const [low, high] = [Math.min(...finite), Math.min(Math.max(...finite), 3 * start)]
  const steps = entries[0][1].updates[entries[0][1].updates.length - 1]
  const chart = axes(canvas, { x: [0, 1.015 * steps], y: [low / 1.2, high * 1.2], logY: true,
    xlabel: say("updates"), ylabel: say("loss, each at its best rate") })
  for (const [label, { updates, loss }] of entries) {
    const at = updates.map((t, i) => [t, loss.map((one) => one[i])])
    const extremes = at.map(([t, values]) => [t, Math.min(...values), 0, Math.min(Math.max(...values), 10 * high)])
    band(chart, extremes, rules[label].colour)
    chart.line(at.map(([t, values]) => [t, Math.min(middle(values), 10 * high)]), rules[label])
  }
}

// The final loss at each rate that was tried.
export function drawTried(canvas, results, rules) {
  const entries = Object.entries(results)
  const all = entries.flatMap(([, { tried }]) => tried)
  const finite = all.map(([, loss]) => loss).filter((loss) => Number.isFinite(loss) && loss > 0)
  const [low, high] = [Math.min(...finite), Math.min(Math.max(...finite), 1e3 * Math.min(...finite))]
  const rates = all.map(([rate]) => rate)
  const chart = axes(canvas, { x: [Math.min(...rates) / 1.2, Math.max(...rates) * 1.2], y: [low / 1.2, high * 1.3],
    logX: true, logY: true, xlabel: say("learning rate"), ylabel: say("final loss (tuning seeds)") })
  for (const [label, { tried, lr }] of entries) {
    const points = tried.map(([rate, loss]) => [rate, Number.isFinite(loss) ? loss : 100 * high])
    chart.line(points, rules[label])
    chart.dots(points, { colour: rules[label].colour, radius: 2.4 })
    chart.dots(points.filter(([rate]) => rate === lr), { colour: rules[label].colour, radius: 6, ring: true })
  }
}
