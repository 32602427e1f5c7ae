// A Web Worker made of a text, so that it also works offline, in a saved notebook and from a file: {worker, end()}.
// Throws where the page allows none; some browsers tell the worker's onerror instead. The text is a plain script: of
// modules Chromium makes no worker on a page that is a file.

export function workerOf(text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }))
  const end = () => {
    worker.terminate()
    URL.revokeObjectURL(address)
  }
  const worker = new Worker(address)
  return { worker, end }
}
