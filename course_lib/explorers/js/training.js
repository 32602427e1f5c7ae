// Trains the sessions of a page in a Web Worker; where the page allows none, in slices between two frames.

import { workerOf } from "./beside.js"

// A worker that has had nothing to do for so many milliseconds ends. One that does not answer for so many frames does
// not work.
const IDLE = 20000, PATIENCE = 300

/** @typedef {{session: any, job: {data: any, settings: any, names: any, given: any}}} Task */

// script(): a promise of the worker's text. told(session): there are new records, at least one of each rule.
// train({session, job}): begin one; job is what session() was made of. more(milliseconds): go on, once a frame; the
// worker sends what it has, at most one message, and rests when nobody asks; where there is none, the page works for so
// long. end(): stop.
// Until a session can be drawn, the next one waits, and only the newest of those that wait is trained: so each is seen,
// however quickly a hand moves.
export function training(script, told) {
  /** @type {{worker: Worker, end: () => void} | null} */
  let beside = null
  let [alone, asked] = [false, 0] // asked: for so many frames
  /** @type {object | null} */
  let opening = null // the worker that is made or there
  /** @type {Task | null} */
  let now = null
  /** @type {Task | null} */
  let next = null
  let [number, idle] = [0, 0]
  let data = null // what the worker has been sent

  function post() {
    if (!beside || !next) return
    now = next
    next = null
    asked = 1
    const { job } = now
    beside.worker.postMessage({ ...job, train: ++number, data: job.data === data ? null : job.data })
    data = job.data
  }
  function heard({ data: { number: of, rows } }) {
    if (of !== number || !now) return
    asked = 0
    for (const row of rows) now.session.take(row)
    told(now.session)
    if (next) post()
    else if (now.session.done) idle = setTimeout(end, IDLE)
  }
  function open() {
    const mine = {}
    opening = mine
    script().then((text) => {
      if (opening !== mine) return // it was ended
      beside = workerOf(text)
      beside.worker.onmessage = heard
      beside.worker.onerror = refused
      post()
    }).catch(() => opening === mine && refused())
  }
  // From its start: records that are there already are not taken twice.
  function refused() {
    const left = next ?? now
    end()
    alone = true
    now = left
  }
  function end() {
    clearTimeout(idle)
    beside?.end()
    beside = opening = now = next = data = null
    asked = 0
    number++
  }
  return {
    end,
    train(task) {
      clearTimeout(idle)
      if (alone) now = task
      else next = task
      if (!alone && !opening) open()
      else if (!now || now.session.begun) post()
    },
    more(milliseconds) {
      if (alone && now) {
        now.session.work(milliseconds)
        if (now.session.begun) told(now.session)
      } else if (asked && ++asked > PATIENCE) refused()
      else if (beside && now && !asked) {
        asked = 1
        beside.worker.postMessage({ more: number })
      }
    },
  }
}
