"""make bench-explorers, second part: how long an update of a network takes in Chromium, and the frames meanwhile.

update  one step of a rule on 32 samples, of a 64-32-10 network (the digits of chapter 6) and of smaller ones: the
        median of 15 rounds of 200 updates, after 300 to warm up
frames  the time between two frames while four rules train on the digits, slice by slice, and are drawn: median and the
        worst in twenty
"""

import statistics

from course_lib.explorers import train
from course_lib.optimizers import SGD, Adam, Momentum, RMSProp
from tests.explorer_page import page_of, run_module
from tests.lab import browser
from tests.needs import needs_browser

UPDATES = """cases => cases.map(([shape, rule, knobs]) => {
  const n = 1344, d = shape.sizes[0], net = network(shape)
  const X = uniforms(0, 1, n * d)
  const y = Int32Array.from({ length: n }, (_, i) => (shape.classes ? i % shape.sizes.at(-1) : 0))
  const made = trainer(net, { X, y, n, d }, rule, knobs, { W: net.start(normals(0, 2, net.size)), batchSize: 32,
    order: (epoch) => permutation(0, 3, n, epoch * n) })
  const some = (many) => { for (let i = 0; i < many; i++) made.step() }
  some(300)
  return Array.from({ length: 15 }, () => {
    const began = performance.now()
    some(200)
    return (performance.now() - began) / 200
  })
})"""
FRAMES = """() => new Promise(done => {
  const root = document.querySelector('.course-explorer'), waits = []
  let last = 0
  const tick = now => {
    if (last) waits.push(now - last)
    last = now
    if (root.hasAttribute('data-busy')) requestAnimationFrame(tick)
    else done(waits)
  }
  requestAnimationFrame(tick)
})"""
ADAM = {"lr": 0.001, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8}
CASES = [
    [{"sizes": [64, 32, 10], "classes": True}, "SGD", {"lr": 0.01}],
    [{"sizes": [64, 32, 10], "classes": True}, "Adam", ADAM],
    [{"sizes": [1, 16, 1], "activation": "tanh"}, "Adam", ADAM],
    [{"sizes": [2, 16, 16, 2], "activation": "tanh", "classes": True}, "Adam", ADAM],
]


def main():
    """Print both tables."""
    rules = [SGD(0.1), Momentum(0.1), RMSProp(0.01), Adam(0.01)]
    with browser(needs_browser()) as page:
        page.goto("about:blank")
        for (shape, rule, _), times in zip(CASES, run_module(page, "network trainer chance", UPDATES, CASES)):
            name = "-".join(map(str, shape["sizes"]))
            print(f"{name:12} {rule:5} an update: median {statistics.median(times):.3f} ms, least {min(times):.3f} ms")
        page.set_content(page_of(train("digits", rules, (32,), activation="relu", steps=2000, alt="Digits.")))
        waits = page.evaluate(FRAMES)
        worst = statistics.quantiles(waits, n=20)[-1]
        print(
            f"four rules on the digits, {len(waits)} frames: {statistics.median(waits):.1f} ms each, p95 {worst:.1f} ms"
        )


if __name__ == "__main__":
    main()
