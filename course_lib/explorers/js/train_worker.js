// The fair race in a thread of its own: a bundle that the page has as a text, of which it makes a Web Worker.

import { race } from "./race.js"

addEventListener("message", ({ data }) => {
  for (const news of race(data)) postMessage(news)
})

export default {}
