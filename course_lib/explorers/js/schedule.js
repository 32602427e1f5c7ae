// course_lib.schedules once more: the factor that multiplies the rate in each step; null for a constant one.

export const SCHEDULES = {
  constant: () => null,
  step: (steps) => factors(steps, (s) => (s >= 0.5 ? 0.1 : 1) * (s >= 0.75 ? 0.1 : 1)),
  cosine: (steps) => factors(steps, cosine),
  "warm-up": (steps) => Float64Array.from({ length: steps }, (_, t) => warmUp(t, steps)),
  "warm-up + cosine": (steps) =>
    Float64Array.from({ length: steps }, (_, t) => warmUp(t, steps) * cosine(t / steps)),
}

const factors = (steps, of) => Float64Array.from({ length: steps }, (_, t) => of(t / steps))

const cosine = (share) => (1 + Math.cos(Math.PI * share)) / 2

// Over the first tenth; a half is rounded to the even number, as Python does.
function warmUp(t, steps) {
  const rise = Math.max(1, even(0.1 * steps))
  return Math.min(1, (t + 1) / rise)
}

function even(value) {
  const below = Math.floor(value)
  const rest = value - below
  return rest < 0.5 || (rest === 0.5 && below % 2 === 0) ? below : below + 1
}
