// What one sees of an explorer as a PNG: its pictures twice as sharp as the page's pixels, with a heading, a key of the
// lines and the settings below.

import { FACE, inked, penOf, sharpened } from "./draw.js"

const SHARP = 2
const RIM = 16

// Offer a file. name: that of the file; title: the heading; lines: [{label, colour, dashes}], the key; caption: words.
// draw(): draw the explorer again.
export function savePicture(pictures, { name, title, lines = [], caption }, draw) {
  composed(pictures, { title, lines, caption }, draw).toBlob((blob) => {
    if (!blob) return
    const link = document.createElement("a")
    link.href = URL.createObjectURL(blob)
    link.download = `${fileName(name)}.png`
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 10000)
  })
}

// Letters, digits and hyphens of any script: "bowl, κ = 25" as "bowl-κ-25".
export const fileName = (words) => words.replace(/[^\p{L}\p{N}.]+/gu, "-").replace(/^[-.]+|[-.]+$/g, "").toLowerCase()

// The canvases as they stand to each other, on a sheet of their own.
function composed(pictures, { title, lines, caption }, draw) {
  const canvases = [...pictures.querySelectorAll("canvas")]
  const rims = canvases.map((canvas) => canvas.getBoundingClientRect())
  const [left, top] = [Math.min(...rims.map((rim) => rim.left)), Math.min(...rims.map((rim) => rim.top))]
  const scale = rims[0].width / canvases[0].clientWidth // of a slide
  const sizes = rims.map((rim) => [rim.left - left, rim.top - top, rim.width, rim.height].map((each) => each / scale))
  const [width, height] = [0, 1].map((i) => Math.max(...sizes.map((size) => size[i] + size[i + 2])))
  const sheet = document.createElement("canvas")
  const pen = penOf(sheet)
  const { ink, copies } = sharpened(canvases, SHARP, draw)
  const { letter } = ink
  pen.font = `${letter}px ${FACE}`
  const words = wrapped(pen, caption, width)
  const rows = rowsOf(pen, lines, width, letter)
  const below = 1.7 * letter * (rows.length + words.length)
  sheet.width = SHARP * (width + 2 * RIM)
  sheet.height = SHARP * (height + below + 3 * RIM + 1.6 * letter)
  pen.setTransform(SHARP, 0, 0, SHARP, 0, 0)
  pen.fillStyle = ink.paper
  pen.fillRect(0, 0, sheet.width, sheet.height)
  pen.textBaseline = "middle"
  pen.fillStyle = ink.text
  pen.font = `600 ${1.15 * letter}px ${FACE}`
  pen.fillText(title, RIM, RIM + 0.6 * letter, width)
  const head = RIM + 1.8 * letter
  copies.forEach((copy, i) => {
    const [x, y, wide, high] = sizes[i]
    pen.drawImage(copy, RIM + x, head + y, wide, high)
  })
  pen.font = `${letter}px ${FACE}`
  let y = head + height + RIM
  for (const row of rows) {
    for (const { x, line } of row) sample(pen, line, RIM + x, y, ink)
    y += 1.7 * letter
  }
  pen.fillStyle = ink.text
  for (const line of words) {
    pen.fillText(line, RIM, y, width)
    y += 1.7 * letter
  }
  return sheet
}

function sample(pen, { label, colour, dashes }, x, y, ink) {
  pen.strokeStyle = inked(colour, ink)
  pen.lineWidth = 2.5
  pen.setLineDash(dashes.map((dash) => 2.5 * dash))
  pen.beginPath()
  pen.moveTo(x, y)
  pen.lineTo(x + 2.4 * ink.letter, y)
  pen.stroke()
  pen.setLineDash([])
  pen.fillStyle = ink.text
  pen.fillText(label, x + 2.9 * ink.letter, y)
}

// The key in rows: [[{x, line}, …], …].
function rowsOf(pen, lines, width, letter) {
  /** @type {{x: number, line: any}[][]} */
  const rows = []
  let x = Number.POSITIVE_INFINITY
  for (const line of lines) {
    const wide = pen.measureText(line.label).width + 4.6 * letter
    if (x + wide > width + 1.7 * letter) {
      rows.push([])
      x = 0
    }
    rows[rows.length - 1].push({ x, line })
    x += wide
  }
  return rows
}

// Words in lines of at most this width.
function wrapped(pen, text, width) {
  const lines = [""]
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`.trim()
    if (lines.at(-1) && pen.measureText(longer).width > width) lines.push(word)
    else lines[lines.length - 1] = longer
  }
  return lines
}
