// What the graphics card computes for a landscape. Colours are premultiplied by their alpha.

const HEAD = "#version 300 es\nprecision highp float;\n"

// The ground: tinted by height, lit from beside the eye, darker in hollows, with lines of equal loss at the heights of
// the map's. part: of the loss's range.
export const GROUND = {
  vertex: `${HEAD}
in vec3 place; in vec3 normal; in vec2 rest;
uniform mat4 view;
out vec3 n; out float height; out float part; out float open; out vec2 xz;
void main() {
  n = normal; xz = place.xz; height = place.y; part = rest.x; open = rest.y;
  gl_Position = view * vec4(place, 1.0);
}`,
  fragment: `${HEAD}
in vec3 n; in float height; in float part; in float open; in vec2 xz;
uniform vec2 rim;
uniform vec3 low, middle, high, ink, light;
uniform float tall, lines, strength;
out vec4 colour;
void main() {
  float h = clamp(height / tall, 0.0, 1.0);
  vec3 tint = h < 0.5 ? mix(low, middle, 2.0 * h) : mix(middle, high, 2.0 * h - 1.0);
  vec3 m = normalize(n);
  float key = max(0.0, dot(m, light));
  float sky = 0.5 + 0.5 * m.y;
  vec3 lit = tint * (0.62 * sky + 0.5 * key) * mix(1.0, open, 0.8);
  float u = pow(max(part, 0.0), 1.0 / 3.0) * lines;
  float wide = max(fwidth(u), 1e-4);
  float away = abs(fract(u - 0.5) - 0.5) / wide;
  float mark = (1.0 - smoothstep(0.2, 1.0, away)) * strength * (1.0 - smoothstep(0.2, 0.55, wide)) * step(0.5, u);
  lit = mix(lit, ink, mark);
  vec2 inside = (rim - abs(xz)) / max(fwidth(xz), vec2(1e-5)); // in pixels from the rim
  lit = mix(lit, ink, 0.55 * (1.0 - smoothstep(0.6, 1.8, min(inside.x, inside.y))));
  if (!gl_FrontFacing) lit *= 0.86;
  colour = vec4(lit, 1.0);
}`,
}

const LIFTED = `
uniform mat4 view; uniform float lift, nearer;
vec4 seen(vec3 p) { vec4 q = view * vec4(p + vec3(0.0, lift, 0.0), 1.0); q.z -= nearer * q.w; return q; }`

// A trail: equally wide on the screen, with a rim in the colour of the paper; dash: lengths of strokes and gaps.
export const TRAIL = {
  vertex: `${HEAD}
in vec3 at; in vec3 before; in vec3 after; in vec2 rest;
uniform vec2 size; uniform float width;
${LIFTED}
out float side; out float along;
vec2 onScreen(vec4 p) { return p.xy / p.w * size * 0.5; }
vec2 unit(vec2 d) { float l = length(d); return l > 1e-3 ? d / l : vec2(0.0); }
void main() {
  vec4 p = seen(at);
  vec2 s = onScreen(p);
  vec2 come = unit(s - onScreen(seen(before))), go = unit(onScreen(seen(after)) - s);
  vec2 t = unit(come + go);
  if (t == vec2(0.0)) t = come == vec2(0.0) ? vec2(1.0, 0.0) : come;
  vec2 across = vec2(-t.y, t.x);
  vec2 d = go == vec2(0.0) ? come : go;
  float corner = 1.0 / max(0.6, dot(across, vec2(-d.y, d.x)));
  p.xy += across * rest.x * width * corner / size * p.w;
  side = rest.x; along = rest.y;
  gl_Position = p;
}`,
  fragment: `${HEAD}
in float side; in float along;
uniform vec3 tint, paper; uniform vec4 dash; uniform float width, core, faint;
out vec4 colour;
void main() {
  float period = dash.x + dash.y + dash.z + dash.w;
  if (period > 0.0) {
    float s = mod(along, period);
    if ((s > dash.x && s < dash.x + dash.y) || s > dash.x + dash.y + dash.z) discard;
  }
  float away = abs(side) * width * 0.5;
  float inner = 1.0 - smoothstep(core * 0.5 - 0.5, core * 0.5 + 0.5, away);
  float outer = 1.0 - smoothstep(width * 0.5 - 1.2, width * 0.5, away);
  float alpha = max(inner, 0.75 * outer) * faint;
  colour = vec4(mix(paper, tint, inner) * alpha, alpha);
}`,
}

// A dot for each step: filled (shape 0), or a ring (1) on a broken trail, whose gaps dots would hide. Or a star (2).
export const DOTS = {
  vertex: `${HEAD}
in vec3 at;
uniform float width;
${LIFTED}
void main() { gl_Position = seen(at); gl_PointSize = width; }`,
  fragment: `${HEAD}
uniform vec3 tint, paper; uniform float shape, width;
out vec4 colour;
const float FIFTH = 1.2566371;
void main() {
  vec2 p = (gl_PointCoord - 0.5) * width;
  float r = length(p), half_width = width * 0.5;
  float away = r - half_width + 1.0, rim = half_width * 0.36;
  if (shape > 1.5) { // how far outside the edge from a tip to the corner between two tips
    float angle = abs(mod(atan(p.x, -p.y) + FIFTH * 0.5, FIFTH) - FIFTH * 0.5);
    vec2 q = r * vec2(cos(angle), sin(angle));
    vec2 tip = vec2(half_width - 1.0, 0.0), corner = 0.42 * half_width * vec2(cos(FIFTH * 0.5), sin(FIFTH * 0.5));
    vec2 edge = normalize(corner - tip);
    away = dot(q - tip, vec2(edge.y, -edge.x));
    rim = 1.4;
  }
  float alpha = 1.0 - smoothstep(-0.5, 0.5, away);
  float inside = 1.0 - smoothstep(-rim - 0.5, -rim + 0.5, away);
  colour = vec4(mix(tint, paper, inside * step(0.5, shape)) * alpha, alpha);
}`,
}

// A ball, lit as the ground is, with a light rim that sets it off from its trail.
export const BALL = {
  vertex: `${HEAD}
in vec3 normal;
uniform mat4 view; uniform vec3 centre; uniform float radius;
out vec3 n;
void main() {
  n = normal;
  vec4 p = view * vec4(centre + radius * normal, 1.0);
  p.z -= 0.004 * p.w;
  gl_Position = p;
}`,
  fragment: `${HEAD}
in vec3 n;
uniform vec3 tint, paper, light, back;
out vec4 colour;
void main() {
  vec3 m = normalize(n);
  float key = max(0.0, dot(m, light));
  float shine = pow(max(0.0, dot(reflect(-light, m), back)), 24.0);
  float edge = 1.0 - max(0.0, dot(m, back));
  vec3 lit = tint * (0.62 + 0.5 * key) + 0.45 * shine;
  lit = mix(lit, paper, smoothstep(0.62, 0.78, edge) * 0.9);
  colour = vec4(lit, 1.0);
}`,
}
