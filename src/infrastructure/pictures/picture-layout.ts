/** The picture is looked at in this many pixels across and down, whatever its shape was. */
export const LAYOUT_SIDE = 64;
const PIXELS = LAYOUT_SIDE * LAYOUT_SIDE;

/** Waves across and down that are kept of the light, and of each of the two colour differences. */
const LIGHT_WAVES = 8;
const COLOUR_WAVES = 4;
/** Edges are counted in this many fields across and down, by these directions. */
const FIELDS = 4;
const DIRECTIONS = 4;

/** How much each part says: what is where outweighs what it is coloured with, for a colour changes with every lamp and screen. */
const WEIGHT = { light: 1, colour: 0.4, edges: 0.8 };
/** The same in every picture, so that one with nothing on it points somewhere too. */
const PAPER = 0.1;
/** Faster waves say less: a picture that was cut a little has them elsewhere. */
const DAMPING = 0.25;
/** Less than this is noise of the encoding: a plain picture has no drawing, a grey one no colour. In levels of 0 to 255. */
const FAINTEST = { light: 2, colour: 4, edge: 8 };

/** The length of every layout. */
export const LAYOUT_DIMENSIONS = LIGHT_WAVES ** 2 - 1 + 2 * COLOUR_WAVES ** 2 + FIELDS ** 2 * DIRECTIONS + 1;

type Plane = Float64Array<ArrayBuffer>;

const COSINES = Array.from({ length: LIGHT_WAVES }, (_, wave) =>
  Float64Array.from({ length: LAYOUT_SIDE }, (_unused, place) => Math.cos((Math.PI * (place + 0.5) * wave) / LAYOUT_SIDE)),
);

/**
 * What a picture looks like from afar, as a vector of length 1: the slow waves of its light (a perceptual hash before it is cut to bits),
 * where it has which colour (the colour layout of MPEG-7), and which way its edges run in each part (its edge histogram). Smaller, encoded
 * again, cut by a tenth or coloured a little otherwise it has nearly the same; mirrored it has another one.
 * @param rgb three bytes for each of 64 × 64 pixels
 */
export function layoutOf(rgb: Uint8Array, { isMirrored = false } = {}): Float32Array {
  const [light, blue, red] = [new Float64Array(PIXELS), new Float64Array(PIXELS), new Float64Array(PIXELS)];
  for (let pixel = 0; pixel < PIXELS; pixel += 1) {
    const column = pixel % LAYOUT_SIDE;
    const from = 3 * (isMirrored ? pixel - column + (LAYOUT_SIDE - 1 - column) : pixel);
    const [r, g, b] = [rgb[from] ?? 0, rgb[from + 1] ?? 0, rgb[from + 2] ?? 0];
    light[pixel] = 0.299 * r + 0.587 * g + 0.114 * b;
    blue[pixel] = -0.168736 * r - 0.331264 * g + 0.5 * b;
    red[pixel] = 0.5 * r - 0.418688 * g - 0.081312 * b;
  }
  const [, ...drawing] = wavesOf(light, LIGHT_WAVES); // the first is how light it is in all
  const colours = [...wavesOf(blue, COLOUR_WAVES), ...wavesOf(red, COLOUR_WAVES)];
  const parts = [
    ...scaled(drawing, FAINTEST.light).map((value) => value * WEIGHT.light),
    ...scaled(colours, FAINTEST.colour).map((value) => value * WEIGHT.colour),
    ...scaled(edgesOf(light), 0).map((value) => value * WEIGHT.edges),
    PAPER,
  ];
  return Float32Array.from(scaled(parts, 0));
}

/** To length 1; what is shorter than the faintest that counts stays shorter than that. */
function scaled(values: readonly number[], faintest: number): readonly number[] {
  const length = Math.max(Math.hypot(...values), faintest);
  return length === 0 ? values : values.map((value) => value / length);
}

/** The slow waves of a plane in both directions (a discrete cosine transform), in levels of light. */
function wavesOf(plane: Plane, count: number): readonly number[] {
  const rows = new Float64Array(LAYOUT_SIDE * count);
  for (let row = 0; row < LAYOUT_SIDE; row += 1) {
    for (let wave = 0; wave < count; wave += 1) {
      let sum = 0;
      for (let place = 0; place < LAYOUT_SIDE; place += 1) sum += (plane[row * LAYOUT_SIDE + place] ?? 0) * (COSINES[wave]?.[place] ?? 0);
      rows[row * count + wave] = sum;
    }
  }
  const waves: number[] = [];
  for (let down = 0; down < count; down += 1) {
    for (let across = 0; across < count; across += 1) {
      let sum = 0;
      for (let row = 0; row < LAYOUT_SIDE; row += 1) sum += (rows[row * count + across] ?? 0) * (COSINES[down]?.[row] ?? 0);
      const halves = (down === 0 ? 0.5 : 1) * (across === 0 ? 0.5 : 1);
      waves.push((halves * 4 * sum) / PIXELS / (1 + DAMPING * (down + across)));
    }
  }
  return waves;
}

/**
 * How strong the edges are that run each way, field by field, beside the average of all. Each counts for the directions and the fields
 * that it lies between.
 */
function edgesOf(light: Plane): readonly number[] {
  const strengths = new Array<number>(FIELDS ** 2 * DIRECTIONS).fill(0);
  const at = (row: number, column: number): number => light[row * LAYOUT_SIDE + column] ?? 0;
  for (let row = 1; row < LAYOUT_SIDE - 1; row += 1) {
    for (let column = 1; column < LAYOUT_SIDE - 1; column += 1) {
      const across = at(row, column + 1) - at(row, column - 1);
      const down = at(row + 1, column) - at(row - 1, column);
      const strength = Math.hypot(across, down);
      if (strength < FAINTEST.edge) continue;
      const turn = ((Math.atan2(down, across) / Math.PI + 1) % 1) * DIRECTIONS;
      for (const [line, part] of between((row / LAYOUT_SIDE) * FIELDS - 0.5)) {
        for (const [place, share] of between((column / LAYOUT_SIDE) * FIELDS - 0.5)) {
          if (line < 0 || place < 0 || line >= FIELDS || place >= FIELDS) continue;
          for (const [direction, lean] of between(turn)) {
            const index = (line * FIELDS + place) * DIRECTIONS + (direction % DIRECTIONS);
            strengths[index] = (strengths[index] ?? 0) + strength * part * share * lean;
          }
        }
      }
    }
  }
  const roots = strengths.map(Math.sqrt);
  const mean = roots.reduce((sum, root) => sum + root, 0) / roots.length;
  return roots.map((root) => root - mean);
}

/** The whole numbers below and above, and how near it is to each. */
function between(value: number): readonly (readonly [number, number])[] {
  const below = Math.floor(value);
  return [
    [below, 1 - (value - below)],
    [below + 1, value - below],
  ];
}
