// The plane of two inputs: where a network sees which class.

import { penOf, spareSheet } from "./draw.js"
import { likeliest } from "./network.js"
import { nanoseconds } from "./session.js"
import { isDark, palette, channels } from "./tints.js"

// Into how many cells the plane is cut each way: fewer while the picture moves, so that all of them take a few
// milliseconds, and as many as can be seen when it stands still.
function finenessOf({ session, playing, step }) {
  const many = Object.keys(session.runs).length
  const most = many > 4 ? 32 : 44
  if (session.done && !playing && step === null) return most
  return Math.max(20, Math.min(most, Math.round(Math.sqrt(6e6 / (many * nanoseconds(session.net))))))
}

// The plane in the colours of the classes, the fainter the less sure the network is, its border, and the points.
export function region({ pen, ink }, { left, top, side }, run, view) {
  const { data, net } = view.session
  const [[x0, x1], [y0, y1]] = data.window
  const grid = finenessOf(view)
  const places = new Float64Array(2 * grid * grid)
  for (let i = 0; i < grid * grid; i++) {
    places[2 * i] = x0 + (((i % grid) + 0.5) / grid) * (x1 - x0)
    places[2 * i + 1] = y1 - ((Math.floor(i / grid) + 0.5) / grid) * (y1 - y0)
  }
  const out = net.forward(run.W[view.at(run)], places, grid * grid)
  const colours = palette(ink).map(channels)
  const paper = channels(isDark(ink) ? "#131416" : "#ffffff")
  const sheet = spareSheet(grid)
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
      const k = j * grid + i
      const first = sure[k] < 0
      if (sure[k + 1] < 0 === first && sure[k + grid] < 0 === first && sure[k + grid + 1] < 0 === first) continue
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
