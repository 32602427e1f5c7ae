// AdaGrad's rate for each pixel of the digits: what its sum of squared gradients leaves of the learning rate.

import { shownAs } from "./called.js"
import { axes, said, stripes } from "./draw.js"
import { written } from "./slider.js"
import { shell, steered } from "./shell.js"
import { say } from "./words.js"

const SIDE = 8
const MEAN = "mean of the ten"

function render(page) {
  const known = () => facts(settings, fixed)
  const explorer = shell(page, "AdaGrad's rate for each pixel", { draw, facts: known, halves: true })
  const { settings, fixed, changed } = explorer
  const left = explorer.picture(say("The rate of each pixel as a colour. The arrow keys choose a pixel."))
  const right = explorer.picture(say("The chosen pixel's rate against the step; its numbers stand below."))
  let chart

  const box = explorer.group(say("The sums"))
  explorer.choice(box, { label: say("weights of the digit"), name: "digit", options: [MEAN, ..."0123456789"] })
  const last = fixed.steps.length - 1
  const nearest = (step) => fixed.steps.reduce((best, each, i) =>
    (Math.abs(each - step) < Math.abs(fixed.steps[best] - step) ? i : best), 0)
  explorer.slider(box, { label: say("after step"), name: "record", min: 0, max: last, step: 1,
                         spell: (record) => String(fixed.steps[record]), read: (text) => nearest(written(text)) })
  explorer.slider(box, { label: "ε", name: "eps", min: 1e-12, max: 1, log: true, step: 0.1 })
  explorer.reset(box)
  const words = explorer.words()

  // Row and column from 0, kept inside the picture.
  function choose(row, column) {
    const inside = (place) => Math.max(0, Math.min(SIDE - 1, place))
    settings.pixel = SIDE * inside(row) + inside(column)
    changed()
  }
  steered(left, {
    to(event) {
      const [column, row] = chart.at(event)
      choose(Math.floor(row), Math.floor(column))
    },
    by: (right, up) => choose(Math.floor(settings.pixel / SIDE) - up, (settings.pixel % SIDE) + right),
  })

  function draw() {
    chart = drawPixels(left, settings, fixed)
    drawRates(right, settings, fixed)
    words.textContent = inWords(settings, fixed, known())
  }
  explorer.begin(undefined, { told: () => ({ caption: words.textContent,
    name: `pixel rates, pixel ${settings.pixel}, step ${fixed.steps[settings.record]}`,
    title: say("AdaGrad's rate for each pixel after step {step}, {digit}",
      { step: fixed.steps[settings.record], digit: shownAs(settings.digit) }) }) })
}

// Σg² of each pixel at a record: of one digit's weights, or the mean over all ten.
function sums(total, record, digit) {
  return total[record].map((ten) => (digit === MEAN ? ten.reduce((a, b) => a + b, 0) / ten.length : ten[Number(digit)]))
}

function rates({ total, lr }, record, { digit, eps }) {
  return sums(total, record, digit).map((sum) => lr / Math.sqrt(sum + eps))
}

// The middle of the rates of all pixels that are ever on.
function median(values, on_rate) {
  const sorted = values.filter((_, pixel) => on_rate[pixel] > 0).sort((a, b) => a - b)
  const half = sorted.length / 2
  return sorted.length % 2 ? sorted[Math.floor(half)] : (sorted[half - 1] + sorted[half]) / 2
}

function facts(settings, fixed) {
  const { pixel, record, digit } = settings
  const all = rates(fixed, record, settings)
  const times = all[pixel] / median(all, fixed.on_rate)
  return { rate: all[pixel], sum: sums(fixed.total, record, digit)[pixel], times, on: fixed.on_rate[pixel] }
}

function inWords({ pixel, record, eps }, { steps, lr }, { rate, sum, times, on }) {
  const short = (value) => said(Number(value.toPrecision(3)))
  return say("Row {row}, column {column}: on in {share} % of the pictures. After {steps} steps Σg² = {sum}, "
    + "and the rate is {lr} / √({sum} + {eps}) = {rate}: {times} times that of the median pixel.",
    { row: Math.floor(pixel / SIDE) + 1, column: (pixel % SIDE) + 1, share: short(100 * on), steps: steps[record],
      sum: short(sum), lr: short(lr), eps: short(eps), rate: short(rate), times: short(times) })
}

function drawPixels(canvas, settings, fixed) {
  const all = rates(fixed, settings.record, settings)
  const ever = all.filter((_, pixel) => fixed.on_rate[pixel] > 0).map(Math.log10)
  const [low, high] = [Math.min(...ever), Math.max(...ever)]
  // No numbers beside it: those of an axis count from 0, the words from 1. Its room is the pixels'.
  const chart = axes(canvas, { x: [0, SIDE], y: [SIDE, 0], equal: true, bare: true,
                               above: 0.6, margin: { left: 1.1, bottom: 2 } })
  const { pen, X, Y, ink } = chart
  const below = { align: "center", dy: 1.1 * chart.letter }
  chart.words(say("bright: a large rate; striped: never on"), SIDE / 2, SIDE, below)
  all.forEach((rate, pixel) => {
    const [row, column] = [Math.floor(pixel / SIDE), pixel % SIDE]
    const [left, top, wide, tall] = [X(column), Y(row), X(1) - X(0), Y(1) - Y(0)]
    if (fixed.on_rate[pixel] > 0) {
      const share = high > low ? (Math.log10(rate) - low) / (high - low) : 0
      pen.fillStyle = fixed.colours[Math.round(share * (fixed.colours.length - 1))]
      pen.fillRect(left, top, wide + 0.5, tall + 0.5)
      pen.fillStyle = share < 0.55 ? "#ffffff" : "#000000"
      pen.textAlign = "center"
      if (wide > 2.8 * chart.letter) pen.fillText(said(Number(rate.toPrecision(2))), left + wide / 2, top + tall / 2)
    } else stripes(pen, ink, { left, top, right: left + wide, bottom: top + tall })
  })
  const [row, column] = [Math.floor(settings.pixel / SIDE), settings.pixel % SIDE]
  chart.rim(3, () => pen.rect(X(column), Y(row), X(1) - X(0), Y(1) - Y(0)))
  return chart
}

function drawRates(canvas, settings, fixed) {
  const { steps, on_rate, looks } = fixed
  const each = steps.map((_, record) => rates(fixed, record, settings))
  const own = each.map((all, i) => [steps[i], all[settings.pixel]])
  const middle = each.map((all, i) => [steps[i], median(all, on_rate)])
  const heights = [...own, ...middle].map(([, rate]) => rate)
  const chart = axes(canvas, { x: [1, steps.at(-1)], y: [Math.min(...heights) / 1.5, Math.max(...heights) * 1.5],
                               logX: true, logY: true, xlabel: say("step"), ylabel: say("rate (W² per loss)"),
                               title: say("solid: this pixel; dashed: the median pixel") })
  chart.line(middle, looks.median)
  chart.line(own, looks.pixel)
  chart.dots([own[settings.record]], { colour: looks.pixel.colour, radius: 6, ring: true })
}

export default { render }
