// A fair race (chapter 6, experiments/tuning.py): every rule on the same task, at the best rate of a grid of its own.

import { normals, permutation, STREAMS } from "./chance.js"
import { network } from "./network.js"
import { SCHEDULES } from "./schedule.js"
import { trainer } from "./trainer.js"

const COUNT = 9, FARTHEST = 40, RECORDS = 60

// All grids have nine rates, each √2 times the one before; a grid moves on as long as its best rate is its lowest or
// highest. job: {shape, train, rules: {name: {rule, knobs}}, batchSize, steps, schedule, seeds, fresh}; seeds choose
// the rate, fresh ones run at it. Yields {done, total} after each training, and at last {results: {name: {lr, tried:
// [[rate, median loss], …], updates, loss: [per fresh seed]}}}.
export function* race(job) {
  const net = network(job.shape)
  const factors = SCHEDULES[job.schedule](job.steps)
  const each = COUNT * job.seeds.length + job.fresh.length
  const progress = { done: 0, total: Object.keys(job.rules).length * each }
  const results = {}
  for (const [name, { rule, knobs }] of Object.entries(job.rules)) {
    /** @type {Map<number, number>} */
    const tried = new Map()
    let low = -Math.floor(COUNT / 2)
    let best = 0
    for (;;) {
      for (let k = low; k < low + COUNT; k++) {
        if (tried.has(k)) continue
        const ends = []
        for (const seed of job.seeds) {
          ends.push(one(net, job, rule, { ...knobs, lr: rateOf(knobs.lr, k) }, factors, seed, 1).loss.at(-1))
          progress.done++
          yield { ...progress }
        }
        tried.set(k, middle(ends))
      }
      const grid = Array.from({ length: COUNT }, (_, i) => low + i)
      best = grid.reduce((a, b) => (value(tried, b) < value(tried, a) ? b : a))
      const [first, last] = [low, low + COUNT - 1]
      if ((best > first && best < last) || Math.abs(low) > FARTHEST) break
      low += best === first ? -1 : 1
      progress.total += job.seeds.length
    }
    const lr = rateOf(knobs.lr, best)
    const runs = []
    for (const seed of job.fresh) {
      runs.push(one(net, job, rule, { ...knobs, lr }, factors, seed, RECORDS))
      progress.done++
      yield { ...progress }
    }
    const sorted = [...tried].sort((a, b) => a[0] - b[0])
    results[name] = { lr, tried: sorted.map(([k, loss]) => [rateOf(knobs.lr, k), loss]), updates: runs[0].updates,
                      loss: runs.map((run) => run.loss) }
  }
  yield { ...progress, results }
}

const value = (tried, k) => tried.get(k) ?? Number.POSITIVE_INFINITY

const rateOf = (given, k) => given * 2 ** (k / 2)

// One training of a seed: its loss at so many evenly spaced records, and at the start.
function one(net, { train, batchSize, steps }, rule, knobs, schedule, seed, records) {
  const order = (epoch) => permutation(seed, STREAMS.ORDER, train.n, epoch * train.n)
  const made = trainer(net, train, rule, knobs,
    { W: net.start(normals(seed, STREAMS.START, net.size)), batchSize, order, schedule })
  const every = Math.max(1, Math.floor(steps / records))
  const found = { updates: [0], loss: [net.loss(made.W, train.X, train.y, train.n)] }
  for (let t = 1; t <= steps; t++) {
    made.step()
    if (t % every && t !== steps) continue
    const loss = made.diverged ? Number.POSITIVE_INFINITY : net.loss(made.W, train.X, train.y, train.n)
    found.updates.push(t)
    found.loss.push(Number.isFinite(loss) ? loss : Number.POSITIVE_INFINITY)
  }
  return found
}

export function middle(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const half = sorted.length >> 1
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
}
