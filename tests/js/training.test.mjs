// Training beside the page, without a browser: the worker's own module in a thread of Node.js, as the page drives it.

import assert from "node:assert/strict"
import { after, test } from "node:test"
import { Worker as Thread } from "node:worker_threads"
import { dataset } from "../../course_lib/explorers/js/datasets.js"
import { session } from "../../course_lib/explorers/js/session.js"
import { training } from "../../course_lib/explorers/js/training.js"
import { all, expected } from "./compare.mjs"

const HOME = new URL("../../course_lib/explorers/js/train_worker.js", import.meta.url)
const threads = []
let refused = false
let sent = [] // what the page has posted
let heard = [] // what has come back

// What a page has: a Worker, here made of the module itself, with `onmessage` and `onerror`.
globalThis.Worker = class {
  constructor() {
    if (refused) throw new Error("no worker here")
    const code = `const { parentPort } = require("node:worker_threads")
      globalThis.addEventListener = (_, listen) => parentPort.on("message", (data) => listen({ data }))
      globalThis.postMessage = (news, { transfer = [] } = {}) => parentPort.postMessage(news, transfer)
      import(${JSON.stringify(HOME.href)}).then(() => parentPort.postMessage("ready"))`
    const before = []
    let ready = false
    this.thread = new Thread(code, { eval: true })
    threads.push(this.thread)
    this.thread.on("message", (data) => {
      if (data === "ready") {
        ready = true
        for (const each of before) this.thread.postMessage(each)
        return
      }
      heard.push(data)
      this.onmessage({ data })
    })
    this.postMessage = (news) => {
      sent.push(news)
      if (ready) this.thread.postMessage(news)
      else before.push(news)
    }
    this.terminate = () => this.thread.terminate()
  }
}
after(() => Promise.all(threads.map((thread) => thread.terminate())))

const NAMES = { A: "Adam", B: "SGD", C: "AdaGrad" }
const KNOBS = { A: { lr: 0.01, beta1: 0.9, beta2: 0.999, eps: 1e-8 }, B: { lr: 0.1 }, C: { lr: 0.1, eps: 1e-8 } }
const FIXED = { n: 64, held: 0.5 }
const SETTINGS = { data: "moons", rules: ["A", "B", "C"], knobs: KNOBS, hidden: [6, 5], activation: "tanh",
                   batch_size: 16, schedule: "cosine", steps: 300, noise: 0.1, seed: 2, points: [] }
// More than one message may hold.
const LONG = { hidden: [32, 32], steps: 1000 }

function taskOf(changes = {}, data = dataset({ ...SETTINGS, ...changes }, FIXED)) {
  const job = { data, settings: { ...SETTINGS, ...changes }, names: NAMES, given: {} }
  return { job, session: session(data, job.settings, NAMES) }
}

function alone(task) {
  const { data, settings, names, given } = task.job
  const made = session(data, settings, names, given)
  while (!made.work(3)) { /* slice by slice */ }
  return made
}

const plain = (runs) => JSON.parse(JSON.stringify(runs, (_, value) =>
  (value instanceof Float64Array ? Array.from(value) : value)))

// As the page's frames do: ask until it is true.
async function frames(teacher, over, most = 3000) {
  for (let i = 0; !over(); i++) {
    assert.ok(i < most, "it never ends")
    teacher.more(5)
    await new Promise((done) => setTimeout(done, 2))
  }
}

const beside = (told = () => {}) => training(() => Promise.resolve("a text"), told)

test("a session that a worker trains has the records of one that the page trains, to the last bit", async () => {
  sent = []
  heard = []
  const task = taskOf()
  const teacher = beside()
  teacher.train(task)
  await frames(teacher, () => task.session.done)
  assert.deepEqual(plain(task.session.runs), plain(alone(task).runs))
  assert.equal(task.session.runs.A.updates.at(-1), 300)
  // At most one message for each time that it was asked, and each asks for the session that is trained.
  assert.ok(heard.length > 1 && heard.length <= sent.length, `${heard.length} messages, asked ${sent.length} times`)
  teacher.end()
})

test("a worker that nobody asks rests, and goes on where it was", async () => {
  heard = []
  const task = taskOf(LONG)
  const teacher = beside()
  teacher.train(task)
  await frames(teacher, () => task.session.begun)
  heard = []
  await new Promise((done) => setTimeout(done, 300))
  assert.ok(heard.length <= 1, `${heard.length} messages that nobody has asked for`)
  assert.ok(!task.session.done)
  await frames(teacher, () => task.session.done, 1e5)
  const { updates, W } = task.session.runs.C
  assert.deepEqual([updates[0], updates.at(-1), W.length], [0, 1000, updates.length])
  assert.ok(updates.every((update, i) => !i || update > updates[i - 1]))
  teacher.end()
})

test("of sessions that come faster than the worker answers the first and the newest are trained", async () => {
  sent = []
  const seen = []
  const teacher = beside((made) => seen.includes(made) || seen.push(made))
  const { data } = taskOf(LONG).job
  const tasks = [1, 2, 3, 4, 5].map((seed) => taskOf({ ...LONG, seed }, data))
  teacher.train(tasks[0])
  await new Promise((done) => setTimeout(done)) // the worker is there, and has not answered
  for (const task of tasks.slice(1)) teacher.train(task)
  await frames(teacher, () => tasks[4].session.done)
  const trained = sent.filter(({ train }) => train)
  assert.deepEqual(trained.map(({ settings }) => settings.seed), [1, 5])
  assert.deepEqual(trained.map(({ data }) => data === null), [false, true], "the same data go once")
  assert.deepEqual(seen.map((made) => tasks.findIndex(({ session }) => session === made)), [0, 4])
  assert.ok(!tasks[0].session.done)
  assert.deepEqual(plain(tasks[4].session.runs), plain(alone(tasks[4]).runs))
  teacher.end()
})

test("without a worker, and when it fails on the way, the page finds the same", async () => {
  refused = true
  const task = taskOf()
  const teacher = beside()
  teacher.train(task)
  await frames(teacher, () => task.session.done)
  refused = false
  assert.deepEqual(plain(task.session.runs), plain(alone(task).runs))

  const broken = taskOf(LONG)
  const other = beside()
  other.train(broken)
  await frames(other, () => broken.session.begun)
  const some = broken.session.runs.A.updates.length
  threads.at(-1).terminate() // from now on it is silent
  await frames(other, () => broken.session.done, 1e5)
  assert.ok(some < broken.session.runs.A.updates.length, `${some} records`)
  assert.deepEqual(plain(broken.session.runs), plain(alone(broken).runs))
})

test("a session left in the middle is trained anew to the same records", async () => {
  const task = taskOf(LONG)
  const teacher = beside()
  teacher.train(task)
  await frames(teacher, () => task.session.begun)
  teacher.end()
  const some = task.session.runs.B.loss.length
  const before = threads.length
  teacher.train(task)
  teacher.end()
  teacher.train(task)
  await frames(teacher, () => task.session.done, 1e5)
  assert.ok(some < task.session.runs.B.loss.length)
  assert.equal(threads.length, before + 1, "one that was ended before it began is not made")
  assert.deepEqual(plain(task.session.runs), plain(alone(task).runs))
  teacher.end()
})

test("what a worker has trained is what training.fit computes", async () => {
  assert.ok(expected.sessions.length > 2)
  for (const { fixed, settings, names, runs } of expected.sessions) {
    const data = dataset(settings, fixed)
    const home = fixed.start ? Float64Array.from(fixed.start) : null
    const given = { home, epochs: fixed.epochs }
    const task = { job: { data, settings, names, given }, session: session(data, settings, names, given) }
    const teacher = beside()
    teacher.train(task)
    await frames(teacher, () => task.session.done)
    teacher.end()
    for (const [label, { W, loss, diverged, right }] of Object.entries(runs)) {
      const run = task.session.runs[label]
      assert.ok(run.updates.length > 1, label)
      all(Array.from(run.W.at(-1)), W, `${settings.data}, ${label}: W`)
      if (!diverged) all(run.loss, run.updates.map((update) => loss[update]), `${settings.data}, ${label}: loss`)
      assert.equal(run.diverged, diverged, label)
      assert.equal(run.right.at(-1), right, `${label}: the share that is right`)
    }
  }
})
