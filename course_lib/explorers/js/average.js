// The average explorer: what an exponential average remembers, and what it makes of a noisy series.

import { ewma, weights } from "./ewma.js"
import { called, literal } from "./as_python.js"
import { axes, said } from "./draw.js"
import { button } from "./controls.js"
import { shell } from "./shell.js"
import { say, together } from "./words.js"

// So many ages are drawn as bars.
const AGES = 100

function render(page) {
  const known = () => facts(settings.beta, fixed)
  const explorer = shell(page, "Average explorer", { draw, facts: known, even: true })
  const { settings, fixed, changed } = explorer
  const left = explorer.picture(say("The weights of past observations as bars; their numbers stand below."))
  const right = explorer.picture(say("The noisy series and its average; their numbers stand below."))
  const box = explorer.group(say("The average"))
  const lever = explorer.slider(box, { label: "β", name: "beta", min: 0, max: 0.99, step: 0.01 })
  const slides = fixed.betas.map((beta) => [beta, button(box, `β = ${beta}`, () => {
    settings.beta = beta
    lever.show(beta)
    changed()
  })])
  const also = say("also corrected: v / (1 − βᵗ)")
  explorer.checkbox(box, { label: also, name: "corrected", swatch: fixed.looks.corrected })
  explorer.reset(box)
  const words = explorer.words()

  function draw() {
    drawWeights(left, settings.beta, fixed.looks)
    drawSeries(right, settings, fixed)
    for (const [beta, element] of slides) element.setAttribute("aria-pressed", String(beta === settings.beta))
    words.textContent = inWords(known())
  }
  const python = () => ["from course_lib import explorers", "", called("explorers.average",
    [literal(fixed.noisy), literal(fixed.full)],
    [["beta", settings.beta], ["corrected", settings.corrected]], words.textContent)].join("\n")
  const told = () => ({ name: `average, β ${said(settings.beta)}`, caption: words.textContent,
    title: say("What an average with β = {beta} remembers", { beta: said(settings.beta) }) })
  explorer.begin(undefined, { python, told })
}

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0)

// The numbers that the picture shows. noise: the standard deviation of what is left between the average and the series
// without noise, once the start is forgotten; late: how far behind the first average is.
function facts(beta, { noisy, full }) {
  const N = 1 / (1 - beta)
  const v = ewma(noisy, beta)
  const rest = v.map((value, i) => value - full[i]).slice(100)
  const mean = sum(rest) / rest.length
  return {
    N,
    within: 1 - beta ** Math.round(N),
    at_N: beta ** Math.round(N),
    first: v[0],
    observed: noisy[0],
    noise: Math.sqrt(sum(rest.map((value) => (value - mean) ** 2)) / rest.length),
  }
}

function inWords({ N, within, at_N, first, observed, noise }) {
  const [age, some, much] = [Math.round(N), (100 * within).toFixed(0), (100 * at_N).toFixed(0)]
  const weight = age === 1
    ? say("The newest observation has {some} % of the weight; one of age 1 counts {much} % of the newest.",
      { some, much })
    : say("The newest {age} observations have {some} % of the weight; one of age {age} counts {much} % of the newest.",
      { age, some, much })
  return together([say("N = 1/(1−β) = {N}.", { N: said(N) }), weight,
    say("The first observation is {observed}, the first average {first}.",
      { observed: said(observed), first: said(first) }),
    say("Noise that is left after step 100: {noise}.", { noise: said(Number(noise.toPrecision(2))) })])
}

function drawWeights(canvas, beta, looks) {
  const bars = weights(beta, AGES)
  const N = 1 / (1 - beta)
  const top = 1.15 * bars[0]
  const chart = axes(canvas, { x: [-1, AGES], y: [0, top], xlabel: say("age of the observation (steps)"),
                               ylabel: say("weight") })
  const width = Math.max(1, (chart.X(1) - chart.X(0)) * 0.8)
  const points = bars.map((weight, age) => [age, weight])
  chart.bars(points.filter(([age]) => age < Math.round(N)), { colour: looks.inside.colour, width })
  chart.bars(points.filter(([age]) => age >= Math.round(N)), { colour: looks.outside.colour, width })
  chart.line([[N, 0], [N, top]], { ...looks.window, width: 1.5 })
  chart.line([[-1, bars[0] / Math.E], [AGES, bars[0] / Math.E]], { ...looks.share, width: 1.5 })
  const right = N > 0.6 * AGES
  chart.words(`N = ${said(N)}`, N, top, { dx: right ? -6 : 6, dy: 12, align: right ? "right" : "left" })
  const beside = { dx: -4, dy: -9, align: "right", colour: looks.share.colour }
  chart.words(say("1/e of the newest"), AGES, bars[0] / Math.E, beside)
}

function drawSeries(canvas, { beta, corrected }, { noisy, full, looks }) {
  const [low, high] = [Math.min(...noisy), Math.max(...noisy)]
  const [dot, wide] = [{ ...looks.full, radius: 2, alpha: 0.5 }, { ...looks.full, width: 4, alpha: 0.6 }]
  /** @type {[string, any][]} */
  const key = [[say("of one batch"), dot], [say("of all the data"), wide], [say("average"), looks.average]]
  const chart = axes(canvas, { x: [0, noisy.length], y: [low, high], xlabel: say("step"),
                               ylabel: say("gradient (loss per W)"), key })
  const at = (series) => series.map((value, i) => [i + 1, value])
  chart.dots(at(noisy), dot)
  chart.line(at(full), wide)
  if (corrected) chart.line(at(ewma(noisy, beta, true)), looks.corrected)
  chart.line(at(ewma(noisy, beta)), looks.average)
}

export default { render }
