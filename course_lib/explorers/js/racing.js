// Runs a race beside the page, in a Web Worker; where there is none, in slices between two frames.

import { workerOf } from "./beside.js"
import { race } from "./race.js"

const RACE_SLICE = 8 // milliseconds

// script(): a promise of the worker's text. told({done, total, results?}) as it goes on. Returns
// a function that stops it.
export function racing(job, script, told) {
  let stopped = false
  let began = false
  /** @type {(() => void)[]} */
  const stop = []
  const inSlices = () => {
    /** @type {Iterator<any, void>} */
    const running = race(job)
    const slice = () => {
      if (stopped) return
      const until = performance.now() + RACE_SLICE
      let news
      do news = running.next()
      while (!news.done && !news.value.results && performance.now() < until)
      if (news.done) return
      told(news.value)
      setTimeout(slice)
    }
    setTimeout(slice)
  }
  const instead = () => !began && !stopped && inSlices()
  const beside = (text) => {
    if (stopped) return
    const { worker, end } = workerOf(text)
    stop.push(end)
    worker.onmessage = ({ data }) => {
      began = true
      if (!stopped) told(data)
      if (data.results) for (const each of stop) each()
    }
    worker.onerror = instead
    worker.postMessage({ race: job })
  }
  script().then(beside).catch(instead) // the page allows no worker
  return () => {
    stopped = true
    for (const each of stop) each()
  }
}
