// What a network says of single samples: digits, numbers told and measured, classes mistaken for each other.

import { penOf, spareSheet } from "./draw.js"
import { likeliest } from "./network.js"
import { isDark, mixed, palette } from "./tints.js"
import { say } from "./words.js"

const SHOWN = 8 // digits across and down

// Digits that were held back: faint where the answer is right; framed, with what was said, where it is wrong.
export function digitSheet({ pen, ink, letter }, { left, top, side }, run, view) {
  const { data, net } = view.session
  const { X, y, n } = data.held ?? data.train
  const many = Math.min(SHOWN * SHOWN, n)
  const out = net.forward(run.W[view.at(run)], X, many)
  const [cell, dark] = [side / SHOWN, isDark(ink)]
  const sheet = spareSheet(10 * SHOWN)
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
export function scatter({ pen, ink, letter }, { left, top, side }, run, view) {
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
  pen.fillText(say("measured →"), left + side - 0.4 * letter, top + side - 0.8 * letter)
  pen.textAlign = "left"
  pen.fillText(say("↑ predicted"), left + 0.4 * letter, top + 0.9 * letter)
}

// How often each class (a row) is taken for which (a column): the darker, the more often.
export function confusion({ pen, ink, letter }, { left, top, side }, run, view) {
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
