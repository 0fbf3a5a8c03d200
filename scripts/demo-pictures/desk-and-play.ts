import { C, dot, dusk, each, glow, line, moved, oval, path, rect, ring, shade, tint, turned, upTo, within } from './paint.js';

export const notebook = (cover: string, band: string): string =>
  turned(
    -7,
    200,
    200,
    rect(120, 74, 180, 256, shade(cover, 0.35), 10) +
      rect(116, 70, 176, 250, C.cream, 6) +
      rect(106, 66, 180, 252, cover, 10) +
      rect(106, 66, 22, 252, shade(cover, 0.16), 10) +
      rect(250, 66, 12, 252, band) +
      rect(152, 112, 76, 50, C.cream, 4) +
      line('M164 130h52M164 144h34', shade(cover, 0.3), 4) +
      path('M176 316v34l8-8 8 8v-34z', band),
  );

export const fountainPen = (barrel: string, trim: string): string =>
  line('M70 306q36-34 60-4t58-4 46-10', C.ink, 4) +
  turned(
    -42,
    200,
    200,
    path('M74 200l58-22v44z', trim) +
      path('M74 200l34-3v6z', C.iron) +
      dot(110, 200, 4, C.iron) +
      path('M130 176h36l6 24-6 24h-36z', shade(barrel, 0.35)) +
      path('M168 174h150q34 6 34 26t-34 26H168z', barrel) +
      path('M168 206h184q-4 16-34 20H168z', shade(barrel, 0.22)) +
      rect(164, 172, 10, 56, trim, 3) +
      rect(250, 172, 8, 56, trim, 2) +
      path('M254 166h84q12 0 10 10h-94z', tint(trim, 0.15)) +
      line('M184 184h120', '#ffffff', 5, 'opacity=".35"'),
  );

export const pencils = (first: string, second: string, third: string): string => {
  const one = (lean: number, colour: string, shift: number) =>
    turned(
      lean,
      200,
      420,
      moved(
        200,
        shift,
        rect(-13, 110, 26, 150, colour) +
          rect(-13, 110, 9, 150, tint(colour, 0.25)) +
          rect(5, 110, 8, 150, shade(colour, 0.18)) +
          path('M-13 110L0 66l13 44z', '#eecf9f') +
          path('M-5 83L0 66l5 17z', shade(colour, 0.45)),
      ),
    );
  return (
    each(
      [
        [-15, first, 16],
        [15, third, 12],
        [-8, C.teal, 0],
        [8, C.mustard, 2],
        [0, second, -14],
      ] as const,
      ([lean, colour, shift]) => one(lean, colour, shift),
    ) +
    path('M124 206h152l-10 104a10 10 0 0 1-10 10H144a10 10 0 0 1-10-10z', C.white) +
    path('M124 206h152l-2 18H126z', shade(C.white, 0.1)) +
    dusk('M234 206h42l-10 104a10 10 0 0 1-10 10h-34q22-50 12-114z', 0.08) +
    each(upTo(4), (index) => line(`M138 ${248 + index * 17}h${124 - index * 3}`, [first, second, third, C.teal][index] ?? first, 5))
  );
};

export const scissors = (metal: string): string =>
  turned(
    38,
    200,
    200,
    path('M190 206L160 36q34 30 50 160z', tint(metal, 0.2)) +
      path('M210 206L240 36q-34 30-50 160z', metal) +
      dot(200, 204, 10, shade(metal, 0.35)) +
      line('M196 210l-22 44M204 210l22 44', metal, 15) +
      ring(158, 292, 38, metal, 15) +
      ring(242, 292, 38, metal, 15),
  );

export const calendar = (cover: string, mark: string): string =>
  path('M84 306L108 96h184l24 210z', shade(cover, 0.3)) +
  path('M78 298h244v14a8 8 0 0 1-8 8H86a8 8 0 0 1-8-8z', shade(cover, 0.15)) +
  path('M98 100h204l20 200H78z', C.white) +
  path('M98 100h204l5 50H93z', cover) +
  line('M122 128h70', C.white, 7) +
  each(upTo(4), (row) =>
    each(upTo(6), (column) =>
      rect(110 + column * 33 - row * 2, 170 + row * 31, 20, 17, row === 1 && column === 3 ? mark : tint(cover, 0.72), 4),
    ),
  ) +
  ring(219, 210, 20, mark, 4) +
  each(upTo(8), (index) => line(`M${124 + index * 22} 110V86`, C.iron, 4));

export const book = (cover: string, art: string): string =>
  path('M118 74h158a10 10 0 0 1 10 10v236H128a20 20 0 0 1-20-20V84a10 10 0 0 1 10-10z', shade(cover, 0.35)) +
  path('M128 284h158v36H128a18 18 0 0 1 0-36z', C.cream) +
  line('M132 296h152M132 306h152', shade(C.cream, 0.14), 2) +
  path('M118 66h158a10 10 0 0 1 10 10v214H128a20 20 0 0 0-20 14V76a10 10 0 0 1 10-10z', cover) +
  path('M108 76a10 10 0 0 1 10-10h12v218q-14 2-22 20z', shade(cover, 0.2)) +
  within('M130 66h156v224H130z', art) +
  glow('M136 74h5v206h-5z', 0.2);

/** What is on the cover of a book; drawn between (130, 66) and (286, 290). */
export const COVERS = {
  kitchen: (ink: string): string =>
    rect(152, 92, 112, 10, ink, 5) +
    rect(168, 110, 80, 6, ink, 3) +
    moved(
      208,
      204,
      oval(0, 30, 62, 12, tint(ink, 0.3)) +
        path('M-52-12H52q-4 48-40 48h-24q-36 0-40-48z', ink) +
        line('M-20-36c-8-10 8-18 0-28M6-36c-8-10 8-18 0-28M30-36c-8-10 8-18 0-28', ink, 5),
    ),
  rain: (ink: string): string =>
    each(upTo(6), (row) =>
      each(upTo(6), (column) =>
        line(`M${148 + column * 26 + (row % 2) * 12} ${96 + row * 24}l-5 13`, tint(ink, (row * 13 + column * 7) % 3 ? 0.1 : 0.6), 5),
      ),
    ) +
    path('M130 250q50-30 84-8t80-12v70H130z', tint(ink, 0.35)) +
    path('M130 268q60-16 90 0t70-8v40H130z', ink) +
    rect(152, 84, 86, 8, C.white, 4),
  walks: (ink: string): string =>
    path('M130 290q10-60 60-70t40-50 66-40v160z', tint(ink, 0.35)) +
    line('M158 286q8-44 46-54t34-52 30-30', C.cream, 9, 'stroke-dasharray="2 15"') +
    dot(176, 120, 26, C.butter) +
    path('M250 128l24 44h-48zM250 152l32 50h-64z', ink) +
    rect(152, 84, 60, 7, C.cream, 3),
  bear: (ink: string): string =>
    moved(
      208,
      196,
      dot(-40, -44, 20, ink) +
        dot(40, -44, 20, ink) +
        dot(-40, -44, 10, C.blush) +
        dot(40, -44, 10, C.blush) +
        dot(0, 0, 60, ink) +
        oval(0, 22, 28, 22, tint(ink, 0.5)) +
        oval(0, 12, 10, 7, C.iron) +
        dot(-22, -10, 6, C.iron) +
        dot(22, -10, 6, C.iron) +
        line('M0 18v10q-10 8-16 0M0 28q10 8 16 0', C.iron, 3),
    ) +
    each(
      [
        [156, 100],
        [258, 112],
        [250, 268],
      ],
      ([x, y]) =>
        oval(x!, y! - 9, 9, 6, C.white) + oval(x!, y!, 12, 9, C.butter) + line(`M${x! - 3} ${y! - 7}v14M${x! + 4} ${y! - 7}v14`, C.iron, 3),
    ),
  stars: (ink: string): string =>
    each(
      [
        [158, 96],
        [250, 88],
        [206, 130],
        [264, 150],
        [152, 168],
        [228, 186],
        [178, 214],
        [258, 228],
      ],
      ([x, y], index) => path(`M${x} ${y! - 9}l3 6 6 3-6 3-3 6-3-6-6-3 6-3z`, index % 2 ? ink : C.white),
    ) +
    line('M158 96l48 34 58 20-36 36-50 28', C.white, 2, 'opacity=".6"') +
    path('M130 262q40-30 80-8t80-10v60H130z', shade(ink, 0.55)) +
    dot(242, 116, 0.1, ink),
} as const;

export const chess = (dark: string, light: string): string => {
  const base = (colour: string) =>
    path('M-40 320v-18q0-10 14-14h52q14 4 14 14v18z', colour) + rect(-30, 276, 60, 14, shade(colour, 0.14), 6);
  return (
    path('M40 320l44-30h232l44 30z', C.oak) +
    each(upTo(6), (index) => (index % 2 ? '' : path(`M${84 + index * 39} 290h38l${index < 3 ? -2 : 5} 30h-44z`, C.walnut))) +
    moved(
      136,
      -6,
      base(light) +
        path('M-24 278q2-50 12-84h24q10 34 12 84z', light) +
        rect(-26, 184, 52, 12, shade(light, 0.12), 5) +
        path('M-30 184l-8-56 22 22 16-32 16 32 22-22-8 56z', light) +
        dot(0, 112, 8, light) +
        dot(-38, 124, 6, light) +
        dot(38, 124, 6, light) +
        dusk('M4 196h8q10 34 12 84H6z', 0.1),
    ) +
    moved(
      258,
      -6,
      base(dark) +
        path('M-28 278q0-34 16-56 8-14 2-22-18 16-34 8-12-8-4-20l30-34q4-24 22-26l2 16q36 16 34 66-2 40-8 68z', dark) +
        dot(-4, 166, 5, light) +
        line('M24 158q14 26 8 70', tint(dark, 0.3), 5),
    )
  );
};

export const cards = (back: string, suit: string): string => {
  const face = (x: number, y: number, lean: number, inner: string) =>
    moved(
      x,
      y,
      turned(
        lean,
        0,
        0,
        rect(-58, -84, 116, 168, shade(back, 0.4), 13).replace('/>', ' opacity=".25" transform="translate(4 5)"/>') +
          rect(-58, -84, 116, 168, C.white, 12) +
          inner,
      ),
    );
  const heart = 'M0 28C-46-4-30-40 0-20 30-40 46-4 0 28z';
  const spade = 'M0-34C40 0 40 26 14 24q-8 0-10-6 0 16 8 22h-24q8-6 8-22-2 6-10 6c-26 2-26-24 14-58z';
  return (
    face(
      128,
      196,
      -20,
      rect(-50, -76, 100, 152, back, 8) +
        each(upTo(5), (row) =>
          each(upTo(3), (column) => path(`M${-32 + column * 32} ${-66 + row * 28}l12 14-12 14-12-14z`, tint(back, 0.35))),
        ),
    ) +
    face(
      204,
      184,
      0,
      path(spade, C.ink) + moved(-42, -62, path(spade, C.ink), 0.32) + moved(42, 62, turned(180, 0, 0, path(spade, C.ink)), 0.32),
    ) +
    face(
      276,
      204,
      20,
      path(heart, suit) + moved(-42, -60, path(heart, suit), 0.34) + moved(42, 60, turned(180, 0, 0, path(heart, suit)), 0.34),
    )
  );
};

export const jigsaw = (one: string, two: string, three: string): string => {
  const piece = (x: number, y: number, lean: number, colour: string) =>
    moved(
      x,
      y,
      turned(
        lean,
        0,
        0,
        path(
          'M-52-52h34q-10-30 18-30t18 30h34v34q30-10 30 18t-30 18v34H18q10-30-18-30t-18 30h-34V18q-30 10-30-18t30-18z',
          shade(colour, 0.25),
        ).replace('/>', ' transform="translate(4 6)"/>') +
          path('M-52-52h34q-10-30 18-30t18 30h34v34q30-10 30 18t-30 18v34H18q10-30-18-30t-18 30h-34V18q-30 10-30-18t30-18z', colour) +
          line('M-44-42h22', '#ffffff', 5, 'opacity=".4"'),
      ),
    );
  return piece(136, 138, -10, one) + piece(262, 158, 16, two) + piece(178, 266, 4, three) + piece(296, 286, 40, C.cream);
};

export const blocks = (one: string, two: string, three: string): string => {
  const cube = (x: number, y: number, colour: string, mark: string) =>
    rect(x, y, 84, 84, colour, 9) +
    path(`M${x + 62} ${y}h13a9 9 0 0 1 9 9v66a9 9 0 0 1-9 9H${x + 62}z`, shade(colour, 0.14)) +
    rect(x + 12, y + 12, 60, 60, tint(colour, 0.3), 7) +
    moved(x + 42, y + 42, mark);
  return (
    cube(72, 236, one, dot(0, 0, 18, C.white)) +
    cube(160, 236, two, path('M0-20l20 36h-40z', C.white)) +
    cube(248, 236, three, rect(-16, -16, 32, 32, C.white, 4)) +
    turned(-4, 160, 192, cube(114, 150, C.mustard, path('M0-22l7 14 15 2-11 10 3 15L0 12l-14 7 3-15-11-10 15-2z', C.white))) +
    path('M206 236a42 42 0 0 1 84 0h-24a18 18 0 0 0-36 0z', C.rust) +
    path('M116 148l40-56 40 56z', C.teal) +
    path('M156 92l40 56h-30z', shade(C.teal, 0.16))
  );
};

export const inkBottle = (glass: string, label: string): string =>
  rect(158, 96, 84, 50, C.iron, 9) +
  each(upTo(8), (index) => rect(164 + index * 10, 100, 3, 42, tint(C.iron, 0.2))) +
  path('M168 146h64v14l44 34a20 20 0 0 1 8 16v90a20 20 0 0 1-20 20H136a20 20 0 0 1-20-20v-90a20 20 0 0 1 8-16l44-34z', '#eaf1f3') +
  path('M124 214h152v82a14 14 0 0 1-14 14H138a14 14 0 0 1-14-14z', glass) +
  dusk('M236 160l40 34a20 20 0 0 1 8 16v90a20 20 0 0 1-20 20h-34q30-90 6-160z', 0.1) +
  rect(140, 226, 120, 66, label, 5) +
  line('M160 246h80M172 262h56', glass, 5) +
  path('M200 268q9 12 0 18-9-6 0-18z', glass) +
  glow('M130 214q2-12 14-20l5 6q-9 7-9 18v76h-10z', 0.55);
