"""Part of make bench-explorers: frames a second of the landscape, six rules of 500 steps, while it turns and plays.

turning  the mouse drags it: one move of the pointer a frame, 60 of them
playing  Play runs for three seconds of the page's clock

A frame is one call of requestAnimationFrame, which a screen makes 60 times a second at most. What draws is named:
without a graphics card it is the processor (SwiftShader). Last: the script's own part of a frame, with a WebGL that
draws nothing and no pixel read back, for the landscape and for the map. Its median should stay below BUDGET; on a busy
machine other programs stand in the slowest frames.
"""

import statistics

from course_lib.explorers import path
from course_lib.optimizers import SGD, AdaGrad, Adam, Momentum, Nesterov, RMSProp
from tests.explorer_page import page_of
from tests.lab import browser
from tests.needs import needs_browser

BUDGET = 4  # ms; a frame lasts 16.7
RULES = [SGD(0.1), Momentum(0.1), Nesterov(0.1), AdaGrad(0.5), RMSProp(0.03), Adam(0.1)]
# [ms from frame to frame, ms that the handlers of the move took], 60 times.
TURNING = """async () => {
  const canvas = document.querySelector('canvas'), rim = canvas.getBoundingClientRect()
  const send = (kind, x) => canvas.dispatchEvent(new PointerEvent(kind, { pointerId: 1, buttons: 1, isPrimary: true,
    clientX: rim.left + 30 + x, clientY: rim.top + 30, bubbles: true }))
  canvas.setPointerCapture = () => {}
  const frame = () => new Promise(requestAnimationFrame)
  send('pointerdown', 0)
  const times = []
  let before = await frame()
  for (let k = 1; k <= 70; k++) {
    const began = performance.now()
    send('pointermove', 3 * k)
    canvas.getContext('2d').getImageData(0, 0, 1, 1)
    const draw = performance.now() - began
    const now = await frame()
    if (k > 10) times.push([now - before, draw])
    before = now
  }
  send('pointerup', 210)
  return times
}"""
# ms from frame to frame.
PLAYING = """async () => {
  const named = name => Array.from(document.querySelectorAll('button')).find(button => button.innerText === name)
  named('Play').click()
  const times = [], until = performance.now() + 3000
  let before = performance.now()
  while (before < until) {
    const now = await new Promise(requestAnimationFrame)
    document.querySelector('canvas').getContext('2d').getImageData(0, 0, 1, 1)
    times.push(now - before)
    before = now
  }
  named('Pause').click()
  return times.slice(5)
}"""
# From now on nothing is drawn by WebGL: what is left of a frame is the script's.
NO_CARD = """() => {
  for (const name of ['drawElements', 'drawArrays', 'clear']) WebGL2RenderingContext.prototype[name] = () => {}
}"""
# The script's own ms of each frame: of 60 moves of the pointer that turn the landscape or point at the map; of Play.
OWN = """async () => {
  const canvas = document.querySelector('canvas'), rim = canvas.getBoundingClientRect()
  const landscape = canvas.getAttribute('aria-label').startsWith('Landscape')
  const send = (kind, x) => canvas.dispatchEvent(new PointerEvent(kind, { pointerId: 1, buttons: landscape ? 1 : 0,
    pointerType: 'mouse', clientX: rim.left + 30 + x, clientY: rim.top + rim.height / 2, bubbles: true }))
  const frame = () => new Promise(requestAnimationFrame)
  const timed = (act) => {
    const began = performance.now()
    act()
    return performance.now() - began
  }
  if (landscape) send('pointerdown', 0)
  const moving = []
  for (let k = 1; k <= 70; k++) {
    moving.push(timed(() => send('pointermove', 3 * k)))
    await frame()
  }
  if (landscape) send('pointerup', 210)
  else send('pointerleave', 0)
  const usual = requestAnimationFrame, playing = []
  window.requestAnimationFrame = (act) => usual((now) => playing.push(timed(() => act(now))))
  const named = name => Array.from(document.querySelectorAll('button')).find(button => button.innerText === name)
  named('Play').click()
  await new Promise(done => setTimeout(done, 3000))
  named('Pause').click()
  window.requestAnimationFrame = usual
  return [moving.slice(10), playing.slice(5)]
}"""
CARD = """() => {
  const gl = document.createElement('canvas').getContext('webgl2')
  const info = gl.getExtension('WEBGL_debug_renderer_info')
  return gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER)
}"""


def main():
    """Print the table."""
    with browser(needs_browser()) as page:
        page.set_content(page_of(path("canyon", RULES, steps=500, view="landscape", alt="Paths.")))
        page.locator("canvas").first.wait_for()
        page.wait_for_timeout(2000)
        width, height = page.evaluate("() => [document.querySelector('canvas').width, 380]")
        print(f"landscape of {width} × {height} pixels, {len(RULES)} rules × 500 steps, drawn by {page.evaluate(CARD)}")
        for name, frames in (("turning", turned(page)), ("playing", [(each, 0) for each in page.evaluate(PLAYING)])):
            times = [time for time, _ in frames]
            rate = 1000 / statistics.mean(times)
            print(f"{name}: {rate:.0f} frames a second, median {statistics.median(times):.0f} ms")
        page.evaluate(NO_CARD)
        page.select_option("select[name=speed]", "slow")
        own(page, "landscape", "turning")
        page.get_by_role("button", name="Show the map").click()
        page.get_by_role("button", name="Step").click()
        own(page, "map", "pointing")


def own(page, view, moving):
    """Print the script's own part of a frame of a view."""
    for what, times in zip((moving, "playing"), page.evaluate(OWN)):
        middle, late = statistics.median(times), statistics.quantiles(times, n=20)[-1]
        verdict = "" if middle < BUDGET else f", above the {BUDGET} ms that it may take"
        print(f"{view}, {what}, the script alone: median {middle:.1f} ms, 95 % {late:.1f} ms{verdict}")


def turned(page):
    return page.evaluate(TURNING)


if __name__ == "__main__":
    main()
