// The fair race in a thread of its own; train_worker_source.js holds this file and what it imports as a text.

import { race } from "./race.js"

addEventListener("message", ({ data }) => {
  for (const news of race(data)) postMessage(news)
})
