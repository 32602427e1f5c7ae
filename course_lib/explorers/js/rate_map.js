// The map of learning rates and β: each place is a run, its colour the loss at the end.

import { bowl, cellRun, lossGrid, stabilityLimit } from "./rate_grid.js"
import { axes, penOf, said, stripes } from "./draw.js"
import { choice } from "./controls.js"
import { called, literal } from "./as_python.js"
import { pointed, shell, steered } from "./shell.js"
import { say, together } from "./words.js"

// Darkest colour: a loss of 1e-6 or less.
const LOWEST = -6
const SYMBOLS = { beta: "β", beta1: "β₁", beta2: "β₂" }

function render(page) {
  const lossAt = ({ lr, beta }) => grid[betas.indexOf(beta)][lrs.indexOf(lr)]
  const facts = () => ({ loss: lossAt(settings) })
  const explorer = shell(page, "Map of learning rates and β", { draw, facts, even: true })
  const { settings, fixed, changed } = explorer
  const { lrs, betas } = fixed
  const left = explorer.picture(say("Learning rate and β, coloured by the last loss. The arrow keys move the cross, "
    + "a click puts it there."))
  const right = explorer.picture(say("The path of the run at the cross; its numbers stand below."))
  let grid, painted, chart
  let peek = null // the pair under a mouse that only looks; the cross stays where it was pinned

  const box = explorer.group(say("The run"))
  explorer.choice(box, { label: say("rule"), name: "rule", options: Object.keys(fixed.rules) }, () => {
    settings.knob = fixed.rules[settings.rule][0]
    offer()
    anew()
  })
  const knob = choice(box, { label: say("up the map"), name: "knob", value: "", options: [] }, (symbol) => {
    settings.knob = fixed.rules[settings.rule].find((name) => SYMBOLS[name] === symbol)
    anew()
  })
  explorer.slider(box, { label: say("κ of the bowl"), name: "kappa", min: 1, max: 200, step: 1 }, anew)
  explorer.slider(box, { label: say("steps"), name: "steps", min: 1, max: 200, step: 1 }, anew)
  explorer.reset(box, offer, anew)
  const words = explorer.words()

  // The cross stands in the middle of a cell: column, row.
  function place(column, row) {
    const within = (index, list) => list[Math.max(0, Math.min(list.length - 1, index))]
    settings.lr = within(column, lrs)
    settings.beta = within(row, betas)
    changed()
  }
  const nearest = (list, value, log) => list.reduce((best, each, i) => {
    const away = Math.abs(log ? Math.log(each / value) : each - value)
    return away < best[1] ? [i, away] : best
  }, [0, Infinity])[0]
  const cell = (event) => {
    const [lr, beta] = chart.at(event)
    return [nearest(lrs, lr, true), nearest(betas, beta, false)]
  }
  steered(left, {
    to(event) {
      place(...cell(event))
    },
    by(right, up, far) {
      const cells = far ? 5 : 1
      peek = null
      place(lrs.indexOf(settings.lr) + cells * right, betas.indexOf(settings.beta) + cells * up)
    },
  })

  pointed(left, (event) => {
    const [column, row] = event ? cell(event) : []
    peek = event && { lr: lrs[column], beta: betas[row] }
    draw()
  })

  function offer() {
    const names = fixed.rules[settings.rule]
    knob.offer(names.map((name) => SYMBOLS[name]))
    knob.show(SYMBOLS[settings.knob])
  }
  // All runs, and a picture of them, a pixel a cell.
  function compute() {
    grid = lossGrid(settings, fixed.rest, lrs, betas)
    painted = paint(grid, startLoss(settings.kappa), fixed.colours)
  }
  function anew() {
    compute()
    changed()
  }
  function draw() {
    chart = drawPlane(left, settings, fixed, grid, painted, peek)
    const seen = { ...settings, ...peek }
    const run = cellRun(settings, fixed.rest, seen.lr, seen.beta)
    drawRun(right, settings, run, fixed.looks[settings.rule])
    words.textContent = inWords(seen, lossAt(seen))
  }
  offer()
  compute()
  const python = () => {
    const rules = [settings.rule, ...Object.keys(fixed.rules).filter((rule) => rule !== settings.rule)]
    const { knob, kappa, steps, lr, beta } = settings
    return ["from course_lib import explorers", "", called("explorers.rate_map", [literal(rules)],
      Object.entries({ kappa, steps, knob, lr, beta }), words.textContent)].join("\n")
  }
  explorer.begin(undefined, { python, told: () => ({
    name: `rate map ${settings.rule} ${SYMBOLS[settings.knob]} κ ${settings.kappa}`, caption: words.textContent,
    title: say("{rule}, {steps} steps on a bowl with κ = {kappa}",
      { rule: settings.rule, steps: settings.steps, kappa: settings.kappa }) }) })
}

function startLoss(kappa) {
  const { c, start } = bowl(kappa)
  return 0.5 * c.reduce((total, each, i) => total + each * start[i] ** 2, 0)
}

const three = (value) => said(Number(value.toPrecision(3)))

function inWords({ rule, knob, lr, beta, steps, kappa }, loss) {
  const name = SYMBOLS[knob]
  const run = { rule, lr: three(lr), name, beta: said(beta), steps, loss: three(loss), start: said(startLoss(kappa)) }
  const end = loss === Infinity
    ? say("{rule}, rate {lr}, {name} = {beta}: after {steps} steps it diverges (at the start: {start}).", run)
    : say("{rule}, rate {lr}, {name} = {beta}: after {steps} steps the loss is {loss} (at the start: {start}).", run)
  const edge = knob === "beta" && rule === "Momentum"
    ? say("The line is the largest stable rate in theory: {limit} at this β.",
      { limit: three(stabilityLimit(beta, kappa)) })
    : say("{rule} has no such limit in theory; the line is where the last loss equals the first.", { rule })
  return together([end, edge])
}

// A canvas with one pixel a cell; what ends above the start is left clear, and hatched below.
function paint(grid, start, colours) {
  const sheet = document.createElement("canvas")
  sheet.width = grid[0].length
  sheet.height = grid.length
  const pen = penOf(sheet)
  const top = Math.log10(start)
  grid.forEach((row, j) => row.forEach((loss, i) => {
    if (!(loss <= start)) return
    const share = Math.max(0, (Math.log10(Math.max(loss, 1e-300)) - LOWEST) / (top - LOWEST))
    pen.fillStyle = colours[Math.min(colours.length - 1, Math.floor(share * colours.length))]
    pen.fillRect(i, grid.length - 1 - j, 1, 1)
  }))
  return sheet
}

function drawPlane(canvas, settings, { lrs, betas, colours }, grid, painted, peek) {
  const ratio = Math.sqrt(lrs[1] / lrs[0])
  const half = (betas[1] - betas[0]) / 2
  /** @type {[number, number]} */
  const x = [lrs[0] / ratio, lrs.at(-1) * ratio]
  /** @type {[number, number]} */
  const y = [betas[0] - half, betas.at(-1) + half]
  const chart = axes(canvas, { x, y, logX: true, xlabel: say("learning rate"), ylabel: SYMBOLS[settings.knob],
                               above: 2.2 })
  const { pen, box, clipped, ink, X, Y } = chart
  clipped(() => {
    stripes(pen, ink, box)
    pen.imageSmoothingEnabled = false
    pen.drawImage(painted, box.left, box.top, box.right - box.left, box.bottom - box.top)
  })
  const start = startLoss(settings.kappa)
  if (settings.rule === "Momentum" && settings.knob === "beta") {
    chart.line(betas.map((beta) => [stabilityLimit(beta, settings.kappa), beta]), { colour: "#000000", width: 2.5 })
  } else {
    const corner = ([i, j]) => [lrs[0] * ratio ** (2 * i - 1), betas[0] + half * (2 * j - 1)]
    for (const side of edges(grid, start)) chart.line(side.map(corner), { colour: "#000000", width: 2.5 })
  }
  legend(chart, colours, start)
  const [a, b] = [X(settings.lr), Y(settings.beta)]
  chart.rim(2, () => pen.arc(a, b, 7, 0, 2 * Math.PI))
  for (const [right, up] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) chart.rim(2, () => {
    pen.moveTo(a + 7 * right, b + 7 * up)
    pen.lineTo(a + 13 * right, b + 13 * up)
  })
  if (peek) chart.rim(1, () => pen.arc(X(peek.lr), Y(peek.beta), 4, 0, 2 * Math.PI))
  return chart
}

// The sides of cells between a run that ended lower than it began and one that did not, in whole cells.
function edges(grid, start) {
  const low = (j, i) => grid[j]?.[i] <= start
  const found = []
  grid.forEach((row, j) => row.forEach((_, i) => {
    if (i + 1 < row.length && low(j, i) !== low(j, i + 1)) found.push([[i + 1, j], [i + 1, j + 1]])
    if (j + 1 < grid.length && low(j, i) !== low(j + 1, i)) found.push([[i, j + 1], [i + 1, j + 1]])
  }))
  return found
}

// The colours from the lowest loss to the start's, in the margin above the map.
function legend({ pen, box, ink, letter, width: whole }, colours, start) {
  const middle = box.top - 1.2 * letter
  const from = say("last loss  10⁻⁶")
  const to = say("{start}   striped: more", { start: said(start) })
  // The colours: a fifth of the map, or what the words leave of a phone.
  const words = [from, to].reduce((sum, text) => sum + pen.measureText(text).width, 1.6 * letter)
  const width = 8 * Math.max(2, Math.floor(Math.min((box.right - box.left) / 5, whole - box.left - words) / 8))
  const begin = Math.max(0, Math.min(box.left, whole - words - width))
  const left = begin + pen.measureText(from).width + 0.6 * letter
  pen.textAlign = "left"
  pen.fillStyle = ink.text
  pen.fillText(from, begin, middle)
  colours.forEach((colour, i) => {
    pen.fillStyle = colour
    pen.fillRect(left + (i / colours.length) * width, middle - 0.55 * letter, width / colours.length + 1, letter)
  })
  pen.fillStyle = ink.text
  pen.fillText(to, left + width + 0.6 * letter, middle)
}

function drawRun(canvas, { kappa }, { path }, look) {
  const { start } = bowl(kappa)
  // One scale for both axes, as on every map: the valley looks as narrow as it is.
  const chart = axes(canvas, { x: [-12, 12], y: [-4.8, 4.8], equal: true, xlabel: "W₁", ylabel: "W₂" })
  const round = Array.from({ length: 121 }, (_, i) => (i / 60) * Math.PI)
  for (let share = 1; share > 0.05; share *= 0.7) {
    const [a, b] = [share * Math.sqrt(2 * startLoss(kappa)), share * Math.sqrt((2 * startLoss(kappa)) / kappa)]
    const oval = round.map((angle) => [a * Math.cos(angle), b * Math.sin(angle)])
    chart.line(oval, { colour: chart.ink.contour, width: 0.9 })
  }
  chart.line(path, look)
  chart.dots(path, { colour: look.colour, radius: 2.5 })
  chart.dots([start], { colour: chart.ink.text, radius: 7, ring: true })
  chart.dots(path.slice(-1), { colour: look.colour, radius: 6, ring: true })
}

export default { render }
