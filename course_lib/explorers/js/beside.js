// A Web Worker made of a text, so that it also works offline, in a saved notebook and from a file: {worker, end()}.
// Throws where the page allows none; some browsers tell the worker's onerror instead.

export function workerOf(text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/javascript" }))
  const end = () => {
    worker.terminate()
    URL.revokeObjectURL(address)
  }
  const worker = new Worker(address, { type: "module" })
  return { worker, end }
}
