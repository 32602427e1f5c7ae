// A reader's own table of comma-separated values: read in the page, and never sent anywhere.

import { permutation, STREAMS } from "./chance.js"
import { parted, standardised } from "./datasets.js"
import { say } from "./words.js"

const MOST_ROWS = 5000, MOST_COLUMNS = 100, MOST_CLASSES = 12, WORDS = 12, HELD = 0.25

// The dataset of a text; an Error whose message is one sentence for the reader when there is none in it. The last
// column is what is to be learned: a class if it holds words or a few whole numbers, else a number.
export function ownTable(text) {
  const rows = parsedRows(text)
  if (rows.length < 2) fail(say("This file has no rows: the first line names the columns, each other is a sample."))
  const [names, ...all] = rows
  if (names.length < 2) fail(say("This file has one column: it needs others to learn from, before it."))
  if (names.length > MOST_COLUMNS)
    fail(say("This file has {many} columns; up to {most} can be learned from here.",
      { many: names.length, most: MOST_COLUMNS }))
  const bad = all.findIndex((row) => row.length !== names.length)
  if (bad >= 0)
    fail(say("Line {line} has {some} of the {all} values that the first line names.",
      { line: bad + 2, some: all[bad].length, all: names.length }))
  const full = all.filter((row) => row.every((value) => value !== "" && !/^(na|nan|null|\?)$/i.test(value)))
  if (full.length < 10)
    fail(say("At least 10 rows must have a value in every column; in this file it is {full} of {all}.",
      { full: full.length, all: all.length }))
  if (full.length > MOST_ROWS)
    fail(say("This file has {many} rows; up to {most} can be learned from here.",
      { many: full.length, most: MOST_ROWS }))
  const columns = names.map((_, k) => full.map((row) => row[k]))
  const target = columns.pop() ?? []
  const inputs = columns.flatMap((column) => numbersOf(column))
  if (!inputs.length) fail(say("No column can be learned from: each holds words, more than a dozen different ones."))
  return { ...columnsOf(inputs, target, names), missing: all.length - full.length }
}

function columnsOf(inputs, target, names) {
  const kinds = [...new Set(target)].sort()
  const numeric = target.every(isNumber)
  const few = kinds.length <= 6 && kinds.every((value) => Number.isInteger(Number(value)))
  const classes = !numeric || few ? kinds.length : 0
  const last = names.at(-1)
  if (classes > MOST_CLASSES)
    fail(say("The last column, {last}, holds {classes} different words; up to {most} classes can be learned.",
      { last, classes, most: MOST_CLASSES }))
  if (kinds.length < 2)
    fail(say("The last column, {last}, is the same in every row: there is nothing to learn.", { last }))
  const order = Array.from(permutation(0, STREAMS.SPLIT, target.length))
  const n = target.length - Math.round(HELD * target.length)
  const rows = order.map((i) => inputs.map((column) => column[i]))
  const shown = standardised(rows, rows.slice(0, n))
  const told = order.map((i) => (classes ? kinds.indexOf(target[i]) : Number(target[i])))
  const column = told.map((value) => [value])
  const y = classes ? told : standardised(column, column.slice(0, n)).map(([value]) => value)
  const wide = [-3, 3]
  const kind = classes ? (inputs.length === 2 ? "plane" : "classes") : inputs.length === 1 ? "curve" : "numbers"
  const window = kind === "plane" ? [wide, wide] : kind === "curve" ? [wide, [Math.min(...y), Math.max(...y)]] : null
  return { kind, classes, names: names.slice(0, -1), labels: classes ? kinds : [], window,
           ...parted(shown, y, n, classes > 0) }
}

// Stops with a sentence for the reader.
function fail(sentence) {
  throw new Error(sentence)
}

// A column of numbers as it is; one of a few words as a column of 0 and 1 for each; of many, none.
function numbersOf(column) {
  if (column.every(isNumber)) return [column.map(Number)]
  const words = [...new Set(column)]
  return words.length > WORDS ? [] : words.map((word) => column.map((value) => (value === word ? 1 : 0)))
}

const DECIMAL_COMMA = /^([-+]?\d*),(\d+(?:e[-+]?\d+)?)$/i

const isNumber = (text) => text !== "" && Number.isFinite(Number(text))

// Rows of values, separated by comma, semicolon or tab; a value in quotation marks may hold any of them. Where no comma
// separates them, 0,5 is a half.
function parsedRows(text) {
  const clean = text.replace(/^\ufeff/, "")
  if (clean.includes("\0")) fail(say("This is no text file: save the table as CSV first."))
  const first = clean.split(/\r?\n/, 1)[0]
  const count = (mark) => first.split(mark).length
  const apart = [",", ";", "\t"].reduce((best, mark) => (count(mark) > count(best) ? mark : best))
  const rows = [[""]]
  let quoted = false
  for (let i = 0; i < clean.length; i++) {
    const [letter, row] = [clean[i], rows[rows.length - 1]]
    if (letter === '"' && quoted && clean[i + 1] === '"') row[row.length - 1] += clean[i++]
    else if (letter === '"') quoted = !quoted
    else if (letter === apart && !quoted) row.push("")
    else if (letter === "\n" && !quoted) rows.push([""])
    else row[row.length - 1] += letter
  }
  const whole = (text) => (apart === "," ? text.trim() : text.trim().replace(DECIMAL_COMMA, "$1.$2"))
  return rows.map((row) => row.map(whole)).filter((row) => row.some((value) => value !== ""))
}
