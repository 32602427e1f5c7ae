// All rules in training from one start on the same batches, in slices, so that the page stays at sixty frames a second.

import { normals, permutation, STREAMS } from "./chance.js"
import { network } from "./network.js"
import { SCHEDULES } from "./schedule.js"
import { rates, trainer } from "./trainer.js"

// The loss is taken of at most so many samples to learn from, and so many held back.
export const JUDGED = 1024
const MOST_RECORDS = 400

export const shapeOf = (data, { hidden, activation }) => ({ sizes: [data.train.d, ...hidden, data.classes || 1],
  activation, classes: data.classes > 0, bias: data.classes > 0 || hidden.length > 0 })

// names: {label: rule}. work(milliseconds) trains on, and is true when all is done; runs: {label: {updates, loss, held,
// W, moved, rates, diverged}}, a record each `every` updates.
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
  const W = home ?? net.start(normals(settings.seed, STREAMS.START, net.size))
  const orders = new Map()
  const order = (epoch) => {
    if (!orders.has(epoch)) orders.set(epoch, permutation(settings.seed, STREAMS.ORDER, train.n, epoch * train.n))
    return orders.get(epoch)
  }
  const schedule = SCHEDULES[settings.schedule](steps)
  const runs = {}
  const going = settings.rules.map((label) => {
    const made = trainer(net, train, names[label], settings.knobs[label], { W, batchSize, order, schedule })
    const run = { updates: [], loss: [], held: [], W: [], moved: [], rates: [], diverged: false }
    runs[label] = run
    record(run, made, names[label])
    return { label, made, run }
  })

  function record(run, made, rule) {
    const loss = net.loss(made.W, judged.X, judged.y, judged.n)
    if (!Number.isFinite(loss)) made.diverged = true
    run.diverged = made.diverged
    run.updates.push(made.updates)
    run.loss.push(made.diverged && run.loss.length ? run.loss.at(-1) : loss)
    if (apart) run.held.push(made.diverged && run.held.length ? run.held.at(-1)
      : net.loss(made.W, apart.X, apart.y, apart.n))
    run.W.push(Float64Array.from(made.W))
    run.moved.push(made.updates ? made.moved() : 0)
    run.rates.push(made.updates ? spread(rates(rule, made.past, made.knobs)) : null)
  }

  const over = ({ run }) => run.updates.at(-1) >= steps
  let done = !going.length
  let turn = 0 // whose it is
  return {
    net, data, runs, every, steps, perEpoch, judged, apart,
    get done() { return done },
    get reached() { return going.length ? Math.min(...going.map(({ run }) => run.updates.at(-1))) : 0 },
    work(milliseconds) {
      const until = performance.now() + milliseconds
      for (let now = 0; !done && now < until; now = performance.now()) {
        const { label, made, run } = going[turn]
        turn = (turn + 1) % going.length
        const to = Math.min(steps, run.updates.at(-1) + every)
        while (made.updates < to && made.step()) { /* one update */ }
        made.updates = to // also of one that was thrown out
        record(run, made, names[label])
        done = going.every(over)
      }
      return done
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
function spread(sorted) {
  return sorted && [0.1, 0.5, 0.9].map((share) => sorted[Math.round(share * (sorted.length - 1))])
}

// The number of the last record at or before an update.
export function recordAt({ updates }, update) {
  let i = updates.length - 1
  while (i > 0 && updates[i] > update) i--
  return i
}
