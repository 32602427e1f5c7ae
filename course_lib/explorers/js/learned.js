// What each rule has learned so far: a fitted curve, the regions of the classes, digits, or numbers told and measured.

import { axes, inked, penOf } from "./draw.js"
import { likeliest } from "./network.js"
import { nanoseconds } from "./session.js"

// Of the classes: two that differ in lightness and hue, by day and by night; none is a rule's.
const BY_DAY = ["#35507a", "#e0a93b", "#5f9e8f", "#a0527c", "#8a7a4f", "#7a86b8", "#b5651d", "#4f7a35", "#b8a0c9",
  "#6b6b6b", "#c97b84", "#2f6f7a"]
const BY_NIGHT = ["#7d9dd0", "#e0a93b", "#6fb5a5", "#c878a3", "#b5a570", "#98a4dd", "#d98a45", "#7fb35f", "#cbb4dd",
  "#9a9a9a", "#dd98a0", "#5fa6b3"]

const rgb = (colour) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
// A page may write its paper as #111.
const full = (colour) => (colour.length === 4 ? colour.replace(/[^#]/g, "$&$&") : colour)
const isDark = ({ paper }) => /^#/.test(paper) && rgb(full(paper))[0] < 128
const palette = (ink) => (isDark(ink) ? BY_NIGHT : BY_DAY)

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

// The mean squared error of two weights is a bowl: its contours are ellipses about the best weights.
function drawTwoWeights(canvas, view) {
  const { session, fixed } = view
  const { data, runs } = session
  const { best, curvature } = bowl(data.train)
  const all = Object.values(runs).flatMap((run) => run.W.slice(0, view.at(run) + 1).map((W) => [W[0], W[1]]))
  const home = Object.values(runs)[0]?.W[0] ?? best
  const reach = Math.max(Math.abs(home[0] - best[0]), Math.abs(home[1] - best[1]), 0.2)
  const [x, y] = best.map((w) => /** @type {[number, number]} */ ([w - 1.35 * reach, w + 1.35 * reach]))
  const chart = axes(canvas, { x, y, equal: true, xlabel: `W₁ (${data.names[0]})`, ylabel: `W₂ (${data.names[1]})`,
    behind: { name: `map ${best}`, draw: (there) => ellipses(there, best, curvature, reach) } })
  for (const [label, run] of Object.entries(runs)) {
    const path = run.W.slice(0, view.at(run) + 1).map((W) => [W[0], W[1]])
    chart.line(path, { ...fixed.rules[label], width: path.length > 200 ? 1.2 : 2 })
    if (path.length < 200) chart.dots(path, { colour: fixed.rules[label].colour, radius: 2.2 })
    chart.dots([path[path.length - 1]], { colour: fixed.rules[label].colour, radius: 6, ring: true })
  }
  if (all.length) chart.rim(2, () => chart.pen.arc(chart.X(home[0]), chart.Y(home[1]), 7, 0, 2 * Math.PI))
  return chart
}

// The weights of the smallest mean squared error, and the curvature [a, b, c] of the loss there: (a b; b c).
function bowl({ X, y, n }) {
  let [a, b, c, p, q] = [0, 0, 0, 0, 0]
  for (let i = 0; i < n; i++) {
    const [u, v] = [X[2 * i], X[2 * i + 1]]
    a += u * u
    b += u * v
    c += v * v
    p += u * y[i]
    q += v * y[i]
  }
  const whole = a * c - b * b || 1
  return { best: [(c * p - b * q) / whole, (a * q - b * p) / whole], curvature: [a / n, b / n, c / n] }
}

function ellipses(chart, best, curvature, reach) {
  const [a, b, c] = curvature
  const { pen, X, Y, ink, clipped } = chart
  // The axes of the ellipse, by the curvature's eigenvalues.
  const [mean, half] = [(a + c) / 2, Math.hypot((a - c) / 2, b)]
  const turn = 0.5 * Math.atan2(2 * b, a - c)
  const radii = [mean + half, Math.max(mean - half, 1e-9)].map((value) => 1 / Math.sqrt(value))
  const scale = Math.abs(X(1) - X(0))
  clipped(() => {
    const levels = 14
    for (let k = levels; k >= 1; k--) {
      const size = 2.4 * reach * Math.sqrt(mean) * (k / levels) ** 1.2
      pen.beginPath()
      pen.ellipse(X(best[0]), Y(best[1]), size * radii[0] * scale, size * radii[1] * scale, -turn, 0, 2 * Math.PI)
      pen.fillStyle = mixed(ink.low, ink.high, k / levels)
      pen.fill()
      pen.strokeStyle = ink.contour
      pen.lineWidth = 0.8
      pen.stroke()
    }
  })
  const [s, t] = [X(best[0]), Y(best[1])]
  pen.beginPath()
  for (let i = 0; i < 10; i++) {
    const [radius, angle] = [i % 2 ? 4 : 10, (i * Math.PI) / 5]
    pen.lineTo(s + radius * Math.sin(angle), t - radius * Math.cos(angle))
  }
  pen.closePath()
  pen.fillStyle = "#F0E442"
  pen.strokeStyle = ink.text
  pen.lineWidth = 1
  pen.fill()
  pen.stroke()
}

const mixed = (from, to, share) => {
  const [a, b] = [rgb(from), rgb(to)]
  return `rgb(${a.map((value, i) => Math.round(value + share * (b[i] - value))).join(" ")})`
}

// A panel for each rule, side by side where they become largest. paint(chart, box, run, view) draws one.
function drawPanels(canvas, view, paint) {
  const { session, fixed } = view
  const chart = axes(canvas, { x: [0, 1], y: [0, 1], bare: true })
  const { pen, ink, letter, width, height } = chart
  const entries = Object.entries(session.runs)
  const head = 1.9 * letter
  const gap = 0.8 * letter
  let best = { columns: 1, side: 0 }
  for (let columns = 1; columns <= entries.length; columns++) {
    const rows = Math.ceil(entries.length / columns)
    const side = Math.min((width - gap * (columns - 1)) / columns, (height - gap * (rows - 1)) / rows - head)
    if (side > best.side) best = { columns, side }
  }
  const { columns, side } = best
  const rows = Math.ceil(entries.length / columns)
  const [across, down] = [(width - columns * side) / (columns + 1), (height - rows * (side + head)) / (rows + 1)]
  // On a phone the names alone have room.
  const wide = (text) => pen.measureText(text).width
  const numbers = entries.map(([, run]) => view.standing(run))
  const room = entries.every(([label], i) => wide(label) + wide(numbers[i]) + 3.2 * letter < side)
  const boxes = entries.map(([label, run], i) => {
    const [column, row] = [i % columns, Math.floor(i / columns)]
    const box = { left: across + column * (side + across), top: down + row * (side + head + down) + head, side }
    const look = fixed.rules[label]
    pen.fillStyle = ink.text
    pen.textAlign = "left"
    pen.fillText(label, box.left + 2.6 * letter, box.top - 0.85 * letter, side - 2.6 * letter)
    pen.textAlign = "right"
    if (room) pen.fillText(numbers[i], box.left + side, box.top - 0.85 * letter)
    pen.strokeStyle = inked(look.colour, ink)
    pen.lineWidth = 3
    pen.setLineDash(look.dashes.map((dash) => 3 * dash))
    pen.beginPath()
    pen.moveTo(box.left, box.top - 0.85 * letter)
    pen.lineTo(box.left + 2.1 * letter, box.top - 0.85 * letter)
    pen.stroke()
    pen.setLineDash([])
    pen.save()
    pen.beginPath()
    pen.roundRect(box.left, box.top, side, side, 6)
    pen.clip()
    paint(chart, box, run, view)
    pen.restore()
    pen.strokeStyle = ink.contour
    pen.lineWidth = 1
    pen.beginPath()
    pen.roundRect(box.left, box.top, side, side, 6)
    pen.stroke()
    return box
  })
  return { at: (event) => placeIn(canvas, boxes, session.data.window, event) }
}

// Where a pointer is in the plane: [x, y] of the panel under it, or null.
function placeIn(canvas, boxes, window, event) {
  const rim = canvas.getBoundingClientRect()
  const scale = rim.width / canvas.clientWidth
  const [a, b] = [(event.clientX - rim.left) / scale, (event.clientY - rim.top) / scale]
  const box = boxes.find(({ left, top, side }) => a >= left && a <= left + side && b >= top && b <= top + side)
  if (!box || !window) return null
  const [[x0, x1], [y0, y1]] = window
  return [x0 + ((a - box.left) / box.side) * (x1 - x0), y1 - ((b - box.top) / box.side) * (y1 - y0)]
}

// Into how many cells the plane is cut each way: fewer while the picture moves, so that all of them take a few
// milliseconds, and as many as can be seen when it stands still.
function finenessOf({ session, playing, step }) {
  const many = Object.keys(session.runs).length
  const most = many > 4 ? 32 : 44
  if (session.done && !playing && step === null) return most
  return Math.max(20, Math.min(most, Math.round(Math.sqrt(6e6 / (many * nanoseconds(session.net))))))
}

// The plane in the colours of the classes, the fainter the less sure the network is, its border, and the points.
function region({ pen, ink }, { left, top, side }, run, view) {
  const { data, net } = view.session
  const [[x0, x1], [y0, y1]] = data.window
  const grid = finenessOf(view)
  const places = new Float64Array(2 * grid * grid)
  for (let i = 0; i < grid * grid; i++) {
    places[2 * i] = x0 + (((i % grid) + 0.5) / grid) * (x1 - x0)
    places[2 * i + 1] = y1 - ((Math.floor(i / grid) + 0.5) / grid) * (y1 - y0)
  }
  const out = net.forward(run.W[view.at(run)], places, grid * grid)
  const colours = palette(ink).map(rgb)
  const paper = rgb(isDark(ink) ? "#131416" : "#ffffff")
  const sheet = document.createElement("canvas")
  sheet.width = sheet.height = grid
  const image = penOf(sheet).createImageData(grid, grid)
  const many = net.outputs
  const sure = new Float64Array(grid * grid)
  for (let i = 0; i < grid * grid; i++) {
    const c = likeliest(out, i * many, many)
    let sum = 0
    for (let k = 0; k < many; k++) sum += Math.exp(out[i * many + k] - out[i * many + c])
    const share = Math.max(0, (1 / sum - 1 / many) / (1 - 1 / many))
    sure[i] = c ? share : -share
    const mix = 0.1 + 0.5 * share
    for (let channel = 0; channel < 3; channel++) {
      image.data[4 * i + channel] = paper[channel] + mix * (colours[c][channel] - paper[channel])
    }
    image.data[4 * i + 3] = 255
  }
  penOf(sheet).putImageData(image, 0, 0)
  pen.imageSmoothingEnabled = true
  pen.imageSmoothingQuality = "high"
  pen.drawImage(sheet, left, top, side, side)
  if (many === 2) border(pen, ink, sure, grid, { left, top, side })
  const at = (a, b) => [left + ((a - x0) / (x1 - x0)) * side, top + ((y1 - b) / (y1 - y0)) * side]
  dotsOf(pen, ink, data.train, at, side, view.session.data.classes)
  if (view.cursor) {
    const [a, b] = at(...view.cursor)
    pen.strokeStyle = ink.text
    pen.lineWidth = 1.5
    pen.beginPath()
    for (const [u, v] of [[8, 0], [0, 8]]) {
      pen.moveTo(a - u, b - v)
      pen.lineTo(a + u, b + v)
    }
    pen.stroke()
  }
}

// The line on which both classes are equally likely, cell by cell (marching squares).
function border(pen, ink, sure, grid, { left, top, side }) {
  const at = (i, j) => [left + ((i + 0.5) / grid) * side, top + ((j + 0.5) / grid) * side]
  pen.strokeStyle = ink.text
  pen.lineWidth = 1.6
  pen.beginPath()
  for (let j = 0; j + 1 < grid; j++) {
    for (let i = 0; i + 1 < grid; i++) {
      const corners = [[i, j], [i + 1, j], [i + 1, j + 1], [i, j + 1]]
      const values = corners.map(([a, b]) => sure[b * grid + a])
      const cuts = []
      for (let k = 0; k < 4; k++) {
        const [v, w] = [values[k], values[(k + 1) % 4]]
        if (v < 0 === w < 0) continue
        const [p, q, share] = [at(...corners[k]), at(...corners[(k + 1) % 4]), v / (v - w)]
        cuts.push([p[0] + share * (q[0] - p[0]), p[1] + share * (q[1] - p[1])])
      }
      for (let k = 0; k + 1 < cuts.length; k += 2) {
        pen.moveTo(...cuts[k])
        pen.lineTo(...cuts[k + 1])
      }
    }
  }
  pen.stroke()
}

// The points: circles of the first class, squares of the others.
function dotsOf(pen, ink, { X, y, n }, at, side, classes) {
  const radius = Math.max(1.8, Math.min(4, side / 75))
  pen.strokeStyle = isDark(ink) ? "#131416" : "#ffffff"
  pen.lineWidth = radius < 2.4 ? 0.4 : 0.8
  for (let c = 0; c < classes; c++) {
    pen.fillStyle = palette(ink)[c]
    pen.beginPath()
    for (let i = 0; i < n; i++) {
      if (y[i] !== c) continue
      const [a, b] = at(X[2 * i], X[2 * i + 1])
      if (c % 2) pen.rect(a - radius, b - radius, 2 * radius, 2 * radius)
      else {
        pen.moveTo(a + radius, b)
        pen.arc(a, b, radius, 0, 2 * Math.PI)
      }
    }
    pen.fill()
    pen.stroke()
  }
}

const SHOWN = 8 // digits across and down

// Digits that were held back: faint where the answer is right; framed, with what was said, where it is wrong.
function digitSheet({ pen, ink, letter }, { left, top, side }, run, view) {
  const { data, net } = view.session
  const { X, y, n } = data.held ?? data.train
  const many = Math.min(SHOWN * SHOWN, n)
  const out = net.forward(run.W[view.at(run)], X, many)
  const [cell, dark] = [side / SHOWN, isDark(ink)]
  const sheet = document.createElement("canvas")
  sheet.width = sheet.height = 10 * SHOWN
  const image = penOf(sheet).createImageData(sheet.width, sheet.width)
  const [paper, text] = dark ? [19, 230] : [255, 28]
  const wrong = []
  for (let i = 0; i < many; i++) {
    const c = likeliest(out, 10 * i, 10)
    if (c !== y[i]) wrong.push([i, c])
    const strength = c === y[i] ? 0.4 : 1
    for (let k = 0; k < 64; k++) {
      const [u, v] = [10 * (i % SHOWN) + 1 + (k % 8), 10 * Math.floor(i / SHOWN) + 1 + Math.floor(k / 8)]
      const at = 4 * (v * sheet.width + u)
      const grey = paper + strength * X[64 * i + k] * (text - paper)
      image.data.set([grey, grey, grey, 255], at)
    }
  }
  penOf(sheet).putImageData(image, 0, 0)
  pen.imageSmoothingEnabled = false
  pen.drawImage(sheet, left, top, side, side)
  pen.strokeStyle = dark ? "#ff9d7a" : "#b3261e"
  pen.fillStyle = pen.strokeStyle
  pen.lineWidth = 1.6
  pen.textAlign = "right"
  const small = Math.min(letter, cell / 2.4)
  pen.font = pen.font.replace(/[\d.]+px/, `600 ${small}px`)
  for (const [i, c] of wrong) {
    const [a, b] = [left + (i % SHOWN) * cell, top + Math.floor(i / SHOWN) * cell]
    pen.strokeRect(a + 1, b + 1, cell - 2, cell - 2)
    if (cell > 28) pen.fillText(String(c), a + cell - 3, b + 0.75 * small)
  }
}

// What the network says of each sample against what was measured: right on the line.
function scatter({ pen, ink, letter }, { left, top, side }, run, view) {
  const { data, net } = view.session
  const { X, y, n } = view.session.apart ?? data.train
  const many = Math.min(n, 512)
  const out = net.forward(run.W[view.at(run)], X, many)
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let i = 0; i < many; i++) [low, high] = [Math.min(low, y[i]), Math.max(high, y[i])]
  const rim = 0.06 * (high - low || 1)
  const place = (value) => Math.max(0, Math.min(1, (value - low + rim) / (high - low + 2 * rim))) * side
  pen.strokeStyle = ink.quiet
  pen.lineWidth = 1.2
  pen.beginPath()
  pen.moveTo(left, top + side)
  pen.lineTo(left + side, top)
  pen.stroke()
  pen.fillStyle = palette(ink)[0]
  pen.globalAlpha = 0.7
  for (let i = 0; i < many; i++) {
    pen.beginPath()
    pen.arc(left + place(y[i]), top + side - place(out[i]), 2.4, 0, 2 * Math.PI)
    pen.fill()
  }
  pen.globalAlpha = 1
  pen.fillStyle = ink.quiet
  pen.textAlign = "right"
  pen.fillText("measured →", left + side - 0.4 * letter, top + side - 0.8 * letter)
  pen.textAlign = "left"
  pen.fillText("↑ predicted", left + 0.4 * letter, top + 0.9 * letter)
}

// How often each class (a row) is taken for which (a column): the darker, the more often.
function confusion({ pen, ink, letter }, { left, top, side }, run, view) {
  const { data, net } = view.session
  const { X, y, n } = view.session.apart ?? data.train
  const k = data.classes
  const counts = Array.from({ length: k }, () => new Float64Array(k))
  const out = net.forward(run.W[view.at(run)], X, n)
  for (let i = 0; i < n; i++) counts[y[i]][likeliest(out, k * i, k)]++
  const cell = side / k
  counts.forEach((row, c) => {
    const sum = row.reduce((a, b) => a + b, 0) || 1
    row.forEach((count, d) => {
      pen.fillStyle = mixed(isDark(ink) ? "#131416" : "#ffffff", palette(ink)[c === d ? 0 : 1], 0.9 * (count / sum))
      pen.fillRect(left + d * cell, top + c * cell, cell, cell)
      pen.fillStyle = ink.text
      pen.textAlign = "center"
      if (count && cell > 1.6 * letter) pen.fillText(String(count), left + (d + 0.5) * cell, top + (c + 0.5) * cell)
    })
  })
}
