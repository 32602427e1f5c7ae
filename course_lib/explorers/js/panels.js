// A panel for each rule, side by side where they become largest.

import { axes, inked } from "./draw.js"

// paint(chart, box, run, view) draws one.
export function drawPanels(canvas, view, paint) {
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
