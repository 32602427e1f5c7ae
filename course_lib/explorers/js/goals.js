// Whether the picture shows what a task asks for; see `task` in path.py. Moving the start or the noise does not count,
// unless the task says so.
export function found(task, { settings, fixed, runs }) {
  const { first } = fixed
  const run = runs[task.rule]
  if (!run || run.error !== undefined || settings.surface !== (task.surface ?? first.surface)) return false
  if (!task.free && moved({ settings, fixed })) return false
  const others = Object.entries(runs).filter(([name]) => name !== task.rule).map(([, other]) => other)
  return solves(task.where, settings.knobs[task.rule])
    && (!task.below || run.loss.slice(0, task.below[1] + 1).some((loss) => loss <= task.below[0]))
    && (task.ends === null || (!run.diverged && run.loss.at(-1) <= task.ends))
    && (task.above === null || run.diverged || run.loss.at(-1) >= task.above)
    && (!task.first || (others.length > 0 && others.every((other) => lower(run, other))))
}

// Whether the start or the noise is another than at first.
export function moved({ settings, fixed }) {
  const { first } = fixed
  const home = settings.surface === first.surface ? first.start : fixed.surfaces[settings.surface].start
  return String(settings.start) !== String(home) || settings.noise !== first.noise
}

// Whether each named number lies in its range [low, high], or is what is wanted.
export const solves = (where, known) => Object.entries(where).every(([name, wanted]) =>
  (Array.isArray(wanted) ? wanted[0] <= known[name] && known[name] <= wanted[1] : known[name] === wanted))

const lower = (run, other) => !run.diverged && (other.diverged || run.loss.at(-1) < other.loss.at(-1))
