"""make bench-explorers, second part: how long an update of a network takes in Chromium, and the frames meanwhile.

update  one step of a rule on 32 samples, of a 64-32-10 network (the digits of chapter 6) and of smaller ones: the
        median of 15 rounds of 200 updates, after 300 to warm up
frames  the time between two frames while four rules train and are drawn, in the page, slice by slice, and in a worker:
        median and p95, of three trainings each, in turn, and how long a training takes
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
# The seed is moved, and all is trained anew.
FRAMES = """() => new Promise(done => {
  const root = document.querySelector('.course-explorer'), waits = []
  const began = performance.now()
  let last = 0
  const tick = () => {
    const now = performance.now()
    if (last) waits.push(now - last)
    last = now
    if (root.hasAttribute('data-busy')) requestAnimationFrame(tick)
    else done([waits, now - began])
  }
  root.querySelector('input[name=seed]').stepUp()
  root.querySelector('input[name=seed]').dispatchEvent(new Event('input', { bubbles: true }))
  requestAnimationFrame(tick)
})"""
READY = "() => document.querySelector('canvas') && !document.querySelector('[data-busy]')"
ADAM = {"lr": 0.001, "beta1": 0.9, "beta2": 0.999, "eps": 1e-8}
CASES = [
    [{"sizes": [64, 32, 10], "classes": True}, "SGD", {"lr": 0.01}],
    [{"sizes": [64, 32, 10], "classes": True}, "Adam", ADAM],
    [{"sizes": [1, 16, 1], "activation": "tanh"}, "Adam", ADAM],
    [{"sizes": [2, 16, 16, 2], "activation": "tanh", "classes": True}, "Adam", ADAM],
]
NETWORKS = [("digits", (32,), "relu"), ("spirals", (32, 32), "tanh")]


def main():
    """Print both tables."""
    rules = [SGD(0.1), Momentum(0.1), RMSProp(0.01), Adam(0.01)]
    with browser(needs_browser()) as page:
        page.goto("about:blank")
        for (shape, rule, _), times in zip(CASES, run_module(page, "network trainer chance", UPDATES, CASES)):
            name = "-".join(map(str, shape["sizes"]))
            print(f"{name:12} {rule:5} an update: median {statistics.median(times):.3f} ms, least {min(times):.3f} ms")
        for data, hidden, activation in NETWORKS:
            html = page_of(train(data, rules, hidden, activation=activation, steps=2000, alt="A network."))
            pages = {name: opened(page, html, name) for name in ("page", "worker")}
            rounds = [{name: each.evaluate(FRAMES) for name, each in pages.items()} for _ in range(3)]
            for name in pages:
                trainings = [each[name] for each in rounds]
                waits = [wait for each, _ in trainings for wait in each]
                print(
                    f"{data} {hidden}, four rules, in the {name:6}: {len(waits):4} frames, "
                    f"median {statistics.median(waits):.1f} ms, p95 {statistics.quantiles(waits, n=20)[-1]:.1f} ms; "
                    f"{statistics.median(took for _, took in trainings) / 1000:.2f} s a training"
                )
            for each in pages.values():
                each.close()


def opened(page, html, name):
    """A page of its own with the explorer, all trained; by name, "page" has no Worker."""
    made = page.context.browser.new_page()
    made.set_content(
        html if name == "worker" else html.replace("<body>", "<body><script>delete window.Worker</script>")
    )
    made.wait_for_function(READY, timeout=120_000)
    return made


if __name__ == "__main__":
    main()
