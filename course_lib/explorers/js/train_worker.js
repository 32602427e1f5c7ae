// The explorer `train` in a thread of its own: a bundle that the page has as a text, of which it makes a Web Worker. It
// runs a fair race, {race: job}, or trains a session, {train: number, …} (see training.js).

import { race } from "./race.js"
import { session } from "./session.js"

// So many milliseconds it works between two looks at the post; so many bytes it keeps that nobody has asked for.
const SLICE = 4, AHEAD = 4e6

/** @type {any} */
let data = null
/** @type {{number: number, records: Generator<Float64Array, void>, rows: Float64Array[], bytes: number, owed: number,
 *   done: boolean, asked: boolean, waits: boolean} | null} owed: so many records make the first answer */
let job = null
// A message to itself comes after those of the page; setTimeout would wait 4 ms.
const { port1, port2 } = new MessageChannel()
port1.onmessage = work

addEventListener("message", ({ data: sent }) => {
  if (sent.race) {
    for (const news of race(sent.race)) postMessage(news)
  } else if (sent.train) {
    data = sent.data ?? data // the same as before need not come again
    const going = job && !job.waits // then a message is under way
    const { records } = session(data, sent.settings, sent.names, sent.given)
    job = { number: sent.train, records: records(), rows: [], bytes: 0, owed: sent.settings.rules.length,
            done: false, asked: true, waits: false }
    if (!going) work()
  } else if (job && sent.more === job.number) {
    job.asked = true
    answer(job)
    if (job.waits) work()
  }
})

function work() {
  if (!job) return
  job.waits = job.done || job.bytes > AHEAD
  if (job.waits) return
  const until = performance.now() + SLICE
  do {
    const { value, done } = job.records.next()
    if (value) {
      job.rows.push(value)
      job.bytes += value.byteLength
    }
    job.done = Boolean(done)
  } while (!job.done && performance.now() < until)
  answer(job)
  port2.postMessage(null)
}

// What has been trained since the last answer, once the page has asked for it.
function answer(job) {
  if (!job.asked || job.rows.length < job.owed) return
  const { number, rows } = job
  const move = rows.map((row) => row.buffer)
  Object.assign(job, { rows: [], bytes: 0, owed: 1, asked: false })
  postMessage({ number, rows }, { transfer: move })
}

export default {}
