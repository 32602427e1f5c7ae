// All rules in training from one start on the same batches: what is trained, and the records of it so far.

import { normals, permutation, STREAMS } from "./chance.js"
import { network } from "./network.js"
import { SCHEDULES } from "./schedule.js"
import { rates, trainer } from "./trainer.js"

// The loss is taken of at most so many samples to learn from, and so many held back.
export const JUDGED = 1024
const MOST_RECORDS = 400
// The numbers of a record before its weights, see `record`.
const HEAD = 10

export const shapeOf = (data, { hidden, activation }) => ({ sizes: [data.train.d, ...hidden, data.classes || 1],
  activation, classes: data.classes > 0, bias: data.classes > 0 || hidden.length > 0 })

// names: {label: rule}. runs: {label: {updates, loss, held, right, W, moved, rates, diverged}}, a record each `every`
// updates. right: the share of the samples held back, or else of those learned from, that it puts into their class.
// records(): a generator that trains and yields them, one rule after the other; take(record) notes one, from here or
// from a worker. work(milliseconds) does both, and is true when all is done. begun: each rule has its first record.
/** @param {{home?: Float64Array | null, epochs?: number | null}} given the first weights, if not by chance; so many
 *   epochs instead of settings.steps updates */
export function session(data, settings, names, given = {}) {
  const { home = null, epochs = null } = given
  const net = network(shapeOf(data, settings))
  const { train, held } = data
  const [judged, apart] = [first(train), held && first(held)]
  const batchSize = Math.min(settings.batch_size, train.n)
  const perEpoch = Math.ceil(train.n / batchSize)
  const steps = epochs ? epochs * perEpoch : settings.steps
  const every = spacing(net, judged.n + (apart?.n ?? 0), steps, batchSize)
  const labels = [...settings.rules]
  /** @type {Record<string, any>} */
  const runs = Object.fromEntries(labels.map((label) =>
    [label, { updates: [], loss: [], held: [], right: [], W: [], moved: [], rates: [], diverged: false }]))
  const all = Object.values(runs)
  let going

  function* records() {
    const W = home ?? net.start(normals(settings.seed, STREAMS.START, net.size))
    const orders = new Map()
    const order = (epoch) => {
      if (!orders.has(epoch)) orders.set(epoch, permutation(settings.seed, STREAMS.ORDER, train.n, epoch * train.n))
      return orders.get(epoch)
    }
    const schedule = SCHEDULES[settings.schedule](steps)
    const made = labels.map((label) =>
      trainer(net, train, names[label], settings.knobs[label], { W, batchSize, order, schedule }))
    const last = labels.map(() => ({ loss: Number.NaN, held: Number.NaN }))
    for (let t = 0; ; t = Math.min(steps, t + every)) {
      for (const [i, label] of labels.entries()) {
        while (made[i].updates < t && made[i].step()) { /* one update */ }
        made[i].updates = t // also of one that diverged
        yield record(i, names[label], made[i], last[i])
      }
      if (t >= steps) return
    }
  }

  // [the rule's number, updates, loss, loss of what is held back, share that is right, length of the last step, three
  // rates, diverged, W].
  function record(i, rule, made, last) {
    const loss = net.loss(made.W, judged.X, judged.y, judged.n)
    const held = apart ? net.loss(made.W, apart.X, apart.y, apart.n) : Number.NaN
    const { y, n } = apart ?? judged
    if (!Number.isFinite(loss)) made.diverged = true
    // One that diverged keeps its last loss.
    if (!made.diverged || Number.isNaN(last.loss)) Object.assign(last, { loss, held })
    const spread = made.updates ? spreadOf(rates(rule, made.past, made.knobs)) : null
    const row = new Float64Array(HEAD + net.size)
    row.set([i, made.updates, last.loss, last.held, net.right(y, n), made.updates ? made.moved() : 0,
      ...(spread ?? [Number.NaN, Number.NaN, Number.NaN]), Number(made.diverged)])
    row.set(made.W, HEAD)
    return row
  }

  const over = ({ updates }) => updates.length > 0 && updates[updates.length - 1] >= steps
  return {
    net, data, runs, every, steps, perEpoch, judged, apart, records,
    get done() { return all.every(over) },
    get begun() { return all.every(({ updates }) => updates.length) },
    take(row) {
      const [i, updates, loss, held, right, moved, low, middle, high, diverged] = row
      const run = all[i]
      if (updates <= (run.updates.at(-1) ?? -1)) return // trained anew: it is there already
      run.updates.push(updates)
      run.loss.push(loss)
      if (apart) run.held.push(held)
      run.right.push(data.classes ? right : null)
      run.moved.push(moved)
      run.rates.push(Number.isNaN(middle) ? null : [low, middle, high])
      run.diverged = diverged > 0
      run.W.push(row.subarray(HEAD))
    },
    work(milliseconds) {
      going ??= records()
      const until = performance.now() + milliseconds
      for (let now = 0; now < until; now = performance.now()) {
        const { value, done } = going.next()
        if (done) return true
        this.take(value)
      }
      return this.done
    },
  }
}

const first = ({ X, y, n, d }) => ({ X: n > JUDGED ? X.subarray(0, JUDGED * d) : X, y, n: Math.min(n, JUDGED), d })

// About how long a network takes for the outputs of one sample.
export const nanoseconds = (net) => net.size * 1.1 + net.layers.reduce((sum, { out }) => sum + out, 0) * 12

// How many updates lie between two records: so many that judging takes no longer than training or a tenth of a second.
function spacing(net, samples, steps, batchSize) {
  const each = nanoseconds(net)
  const [judging, training] = [samples * each, steps * batchSize * 3 * each]
  return Math.max(1, Math.ceil(steps / MOST_RECORDS), Math.ceil((steps * judging) / Math.max(6e7, 1.2 * training)))
}

// The tenth, the middle and the ninetieth of a hundred sorted numbers.
function spreadOf(sorted) {
  return sorted && [0.1, 0.5, 0.9].map((share) => sorted[Math.round(share * (sorted.length - 1))])
}

// The number of the last record at or before an update.
export function recordAt({ updates }, update) {
  let i = updates.length - 1
  while (i > 0 && updates[i] > update) i--
  return i
}
