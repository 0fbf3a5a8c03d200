import { C, dot, dusk, each, glow, line, moved, oval, path, rect, ring, shade, tint, turned, upTo, within } from './paint.js';

const STEAM = line('M176 132c-12-14 12-24 0-40M206 132c-12-14 12-24 0-40', '#ffffff', 6, 'opacity=".75"');

export const mug = (body: string, glaze: string): string => {
  const outline = 'M122 168h150v96a54 54 0 0 1-54 54h-42a54 54 0 0 1-54-54z';
  return (
    STEAM +
    line('M268 196h20a32 32 0 0 1 0 64h-26', shade(body, 0.1), 17) +
    path(outline, body) +
    within(outline, path('M100 250q26-18 48 0t50 0 50 0 50 0v80H100z', glaze) + dusk('M240 150h50v180h-50q28-80 0-180z', 0.1)) +
    oval(197, 168, 75, 15, shade(body, 0.12)) +
    oval(197, 170, 64, 10, '#4b3226') +
    glow('M138 190h12v76q0 22 8 34-20-10-20-42z')
  );
};

export const enamelMug = (body: string, rim: string): string => {
  const outline = 'M124 160h150l-8 150a10 10 0 0 1-10 9H142a10 10 0 0 1-10-9z';
  const specks = [
    [150, 200],
    [176, 284],
    [204, 226],
    [232, 268],
    [250, 206],
    [160, 250],
    [218, 304],
    [190, 196],
    [240, 300],
    [146, 296],
  ] as const;
  return (
    line('M270 186h22a26 26 0 0 1 26 30q-4 40-50 44', body, 13) +
    line('M270 186h22a26 26 0 0 1 26 30q-4 40-50 44', rim, 3, 'opacity=".5"') +
    path(outline, body) +
    within(
      outline,
      each(specks, ([x, y], index) => dot(x, y, index % 3 ? 2.4 : 3.4, tint(body, 0.65))) + dusk('M236 150h50v180h-56z', 0.14),
    ) +
    oval(199, 160, 76, 13, rim) +
    oval(199, 161, 68, 9, shade(body, 0.35)) +
    glow('M140 184l12-1 5 112h-11z')
  );
};

export const espressoCups = (body: string, saucer: string): string => {
  const cup = (x: number, y: number, colour: string) =>
    moved(
      x,
      y,
      oval(0, 60, 84, 14, saucer) +
        oval(0, 56, 50, 7, shade(saucer, 0.14)) +
        line('M46 8h10a17 17 0 0 1 0 34H40', shade(colour, 0.1), 9) +
        path('M-50-8H50v20a46 46 0 0 1-46 44h-8a46 46 0 0 1-46-44z', colour) +
        oval(0, -8, 50, 10, shade(colour, 0.12)) +
        oval(0, -6, 42, 6.5, '#4a2f22') +
        oval(-6, -6, 20, 3, '#a9764a') +
        glow('M-38 6h9q0 24 12 38-21-9-21-38z'),
    );
  return cup(238, 182, body) + cup(164, 250, tint(body, 0.5));
};

export const kettle = (body: string, grip: string): string =>
  line('M126 284C70 276 108 190 66 176', shade(body, 0.2), 14) +
  line('M120 196C96 84 300 84 280 206', grip, 15) +
  path('M146 176h108l28 128a14 14 0 0 1-14 16H132a14 14 0 0 1-14-16z', body) +
  dusk('M226 176h28l28 128a14 14 0 0 1-14 16h-46q18-70 4-144z') +
  oval(200, 176, 56, 11, shade(body, 0.25)) +
  path('M168 172q4-20 32-20t32 20q-32 8-64 0z', tint(body, 0.1)) +
  dot(200, 144, 11, grip) +
  glow('M158 196h12l-12 106h-16z', 0.2);

export const pourOver = (cone: string, wood: string): string =>
  path('M164 208h72l40 96a12 12 0 0 1-11 16H135a12 12 0 0 1-11-16z', '#e8f1f2') +
  path('M140 266h120l16 38a12 12 0 0 1-11 16H135a12 12 0 0 1-11-16z', '#6b4630') +
  oval(200, 266, 60, 8, '#8a5d41') +
  path('M162 204h76l8 22h-92z', wood) +
  dusk('M214 204h24l8 22h-30z') +
  line('M262 122h22a22 22 0 0 1 0 44h-36', shade(cone, 0.1), 11) +
  path('M122 102h156l-44 88a12 12 0 0 1-10 6h-48a12 12 0 0 1-10-6z', cone) +
  each(upTo(5), (index) => line(`M${158 + index * 21} ${124}L${180 + index * 10} 182`, shade(cone, 0.1), 4)) +
  oval(200, 102, 78, 15, tint(cone, 0.4)) +
  oval(200, 103, 66, 10, '#573a2a') +
  glow('M144 224l12-2-24 82h-6z', 0.5);

export const grinder = (metal: string, wood: string): string =>
  line('M200 112H98', shade(metal, 0.25), 10) +
  path('M80 84h32v30a16 16 0 0 1-32 0z', wood) +
  rect(190, 96, 20, 36, shade(metal, 0.3), 4) +
  path('M160 140q0-18 40-18t40 18z', shade(metal, 0.15)) +
  rect(156, 140, 88, 84, metal, 4) +
  rect(162, 224, 76, 96, wood, 10) +
  dusk('M214 140h30v84h-6v86a10 10 0 0 1-10 10h-20z') +
  each([156, 172, 188, 204], (y) => rect(156, y, 88, 3, shade(metal, 0.14))) +
  rect(152, 220, 96, 10, shade(metal, 0.3), 5) +
  glow('M166 146h10v72h-10zM172 236h9v72h-9z', 0.3);

export const pouch = (bag: string, label: string, mark: string): string =>
  path('M128 104h144l10 196a20 20 0 0 1-20 20H138a20 20 0 0 1-20-20z', bag) +
  dusk('M236 104h36l10 196a20 20 0 0 1-20 20h-36q24-100 10-216z') +
  rect(124, 84, 152, 26, shade(bag, 0.18), 5) +
  line('M132 97h136', tint(bag, 0.25), 3, 'stroke-dasharray="7 8"') +
  rect(150, 160, 100, 104, label, 8) +
  moved(
    200,
    200,
    turned(-28, 0, 0, oval(0, 0, 17, 24, mark) + line('M2-20q-12 20 0 40', label, 4)) +
      rect(-32, 38, 64, 6, mark, 3) +
      rect(-22, 50, 44, 4, mark, 2),
  ) +
  glow('M136 128h12l-4 166h-13z', 0.18) +
  dot(200, 134, 5, shade(bag, 0.3));

export const teapot = (body: string, grip: string): string =>
  line('M138 186C130 76 270 76 262 186', grip, 9) +
  path('M282 222q34-8 48-46 12 2 16 10-8 60-62 84z', shade(body, 0.14)) +
  oval(200, 244, 104, 76, body) +
  within(
    'M96 244a104 76 0 1 1 208 0 104 76 0 1 1-208 0z',
    each(upTo(4), (row) => each(upTo(12), (column) => dot(104 + column * 18 + (row % 2) * 9, 216 + row * 22, 3.4, tint(body, 0.14)))) +
      dusk('M260 160h60v170h-90q60-60 30-170z'),
  ) +
  oval(200, 180, 52, 12, shade(body, 0.3)) +
  path('M152 178q6-26 48-26t48 26q-48 14-96 0z', tint(body, 0.07)) +
  dot(200, 147, 11, grip) +
  rect(156, 310, 88, 11, shade(body, 0.3), 5) +
  glow('M128 214q12-26 36-36l8 8q-26 14-34 40z', 0.25);

export const tin = (body: string, label: string, mark: string): string =>
  rect(130, 128, 140, 192, body, 8) +
  oval(200, 128, 70, 14, shade(body, 0.12)) +
  rect(124, 104, 152, 40, shade(body, 0.22), 8) +
  oval(200, 104, 76, 14, tint(body, 0.12)) +
  rect(130, 176, 140, 96, label) +
  moved(
    200,
    222,
    path('M0-30C22-14 22 10 0 28-22 10-22-14 0-30z', mark) +
      line('M0-22v44M0 2l9-9M0 12l-9-9', label, 3) +
      line('M-48 0h18M30 0h18', mark, 3),
  ) +
  dusk('M236 104h40v36h-6v180h-34z', 0.12) +
  glow('M142 148h12v166h-12z', 0.28);

export const mokaPot = (body: string, grip: string): string =>
  path('M244 132h62q11 0 9 12l-16 88h-19l13-78h-52z', grip) +
  path('M136 112l-28 18 22 20z', shade(body, 0.12)) +
  path('M134 112h132l-18 100h-96z', body) +
  path('M228 112h38l-18 100h-30z', shade(body, 0.18)) +
  path('M134 112h40l8 100h-30z', tint(body, 0.4)) +
  path('M140 108q10-22 60-22t60 22z', shade(body, 0.1)) +
  path('M190 86q-2-22 10-22t10 22z', grip) +
  rect(148, 210, 104, 14, shade(body, 0.3), 5) +
  path('M152 224h96l28 82a12 12 0 0 1-12 14H136a12 12 0 0 1-12-14z', body) +
  path('M222 224h26l28 82a12 12 0 0 1-12 14h-30z', shade(body, 0.18)) +
  path('M152 224h28l-10 96h-34a12 12 0 0 1-12-14z', tint(body, 0.4)) +
  dot(204, 258, 6, shade(body, 0.35));

export const skillet = (pan: string, food: string): string =>
  turned(
    -38,
    200,
    200,
    rect(286, 184, 112, 32, pan, 16) +
      dot(380, 200, 7, tint(pan, 0.45)) +
      dot(180, 200, 124, pan) +
      dot(180, 200, 104, shade(pan, 0.22)) +
      dot(180, 200, 94, tint(pan, 0.07)),
  ) +
  path('M128 210c-14-46 34-74 72-58s64 22 58 66-46 52-84 42-38-14-46-50z', C.white) +
  dot(196, 206, 27, food) +
  dot(188, 198, 8, tint(food, 0.5));

export const casserole = (body: string, knob: string): string => {
  const outline = 'M84 204h232v72a44 44 0 0 1-44 44H128a44 44 0 0 1-44-44z';
  return (
    rect(58, 214, 44, 26, shade(body, 0.2), 13) +
    rect(298, 214, 44, 26, shade(body, 0.2), 13) +
    path(outline, body) +
    within(outline, dusk('M256 190h80v140h-110q50-50 30-140z', 0.15) + rect(70, 304, 260, 20, shade(body, 0.25))) +
    path('M86 190q12-62 114-62t114 62z', tint(body, 0.06)) +
    glow('M112 178q14-30 56-38l4 9q-36 8-46 29z', 0.35) +
    rect(76, 188, 248, 20, shade(body, 0.14), 10) +
    rect(190, 112, 20, 20, shade(knob, 0.25)) +
    oval(200, 110, 26, 11, knob) +
    glow('M100 222h12v54q0 12 6 20-18-8-18-22z', 0.25)
  );
};

export const knife = (steel: string, grip: string): string =>
  turned(
    -40,
    200,
    200,
    path('M52 190h188v36H120q-52-4-68-36z', steel) +
      path('M52 190h188v12H62z', tint(steel, 0.5)) +
      rect(238, 182, 18, 46, C.brass, 4) +
      path('M256 184h104q16 0 16 16l-2 18q-2 12-14 10l-30-4h-74z', grip) +
      path('M256 184h104q16 0 16 12H256z', tint(grip, 0.16)) +
      each([280, 312, 344], (x) => dot(x, 206, 5, C.brass)),
  );

export const board = (wood: string, other: string): string =>
  turned(
    -14,
    200,
    200,
    rect(104, 74, 192, 268, shade(wood, 0.3), 28) +
      rect(98, 64, 192, 268, wood, 28) +
      within(
        'M126 64h136a28 28 0 0 1 28 28v212a28 28 0 0 1-28 28H126a28 28 0 0 1-28-28V92a28 28 0 0 1 28-28z',
        each(upTo(7), (row) =>
          each(upTo(4), (column) => ((row + column) % 2 ? rect(98 + column * 48, 60 + row * 40, 48, 40, other) : '')),
        ) + each(upTo(6), (row) => rect(98, 99 + row * 40, 192, 1.5, shade(wood, 0.25))),
      ) +
      dot(194, 96, 15, shade(wood, 0.55)),
  ) + moved(228, 224, turned(18, 0, 0, path('M-60 6q60-60 120 0-60 40-120 0z', C.leaf) + line('M-70 8q70-18 124-2', tint(C.leaf, 0.5), 4)));

export const saucepan = (metal: string, grip: string): string =>
  turned(-6, 270, 190, rect(262, 180, 128, 20, grip, 10) + dot(374, 190, 5, tint(grip, 0.5))) +
  path('M76 176h196v120a24 24 0 0 1-24 24H100a24 24 0 0 1-24-24z', metal) +
  dusk('M220 176h52v120a24 24 0 0 1-24 24h-50q36-60 22-144z', 0.16) +
  oval(174, 176, 98, 20, shade(metal, 0.25)) +
  oval(174, 179, 86, 14, C.steel) +
  oval(174, 184, 70, 9, '#f0d9a5') +
  glow('M94 206h15v84q0 14 5 22-20-4-20-24z', 0.35) +
  dot(262, 204, 5, shade(metal, 0.4));

export const mills = (first: string, second: string): string => {
  const mill = (x: number, wood: string) =>
    moved(
      x,
      0,
      path('M-30 320q-4-30 8-58 12-28 0-58-10-24 2-44h40q12 20 2 44-12 30 0 58 12 28 8 58z', wood) +
        dusk('M6 160h14q12 20 2 44-12 30 0 58 12 28 8 58H8q10-80-2-160z', 0.16) +
        rect(-28, 146, 56, 14, C.steel, 5) +
        path('M-26 146q-8-46 26-50 34 4 26 50z', wood) +
        dot(0, 86, 11, C.steel) +
        glow('M-14 172h8q-8 20 0 38 6 26-4 52-8 24-6 46h-7q-2-26 8-52 8-24-2-46-6-22 3-38z', 0.25),
    );
  return mill(146, first) + mill(254, second);
};

export const spoons = (light: string, dark: string): string =>
  turned(-16, 200, 320, rect(191, 150, 18, 140, light, 9) + oval(200, 116, 34, 50, light) + oval(200, 112, 23, 36, shade(light, 0.12))) +
  turned(
    14,
    200,
    320,
    rect(191, 140, 18, 150, dark, 9) +
      path('M168 150V84a14 14 0 0 1 14-14h36a14 14 0 0 1 14 14v66q-32 22-64 0z', dark) +
      rect(184, 92, 8, 46, shade(dark, 0.3), 4) +
      rect(208, 92, 8, 46, shade(dark, 0.3), 4),
  ) +
  path('M146 226h108l-8 84a12 12 0 0 1-12 10h-68a12 12 0 0 1-12-10z', C.white) +
  path('M146 226h108l-2 20H148z', shade(C.white, 0.08)) +
  line('M152 270h96', C.denim, 5) +
  line('M153 282h94', C.denim, 2);

export const plates = (rim: string, well: string): string =>
  each([0, 1, 2], (index) => oval(200, 306 - index * 12, 126, 20, index % 2 ? tint(rim, 0.35) : shade(rim, 0.1))) +
  turned(
    -8,
    200,
    170,
    dot(200, 170, 118, rim) + dot(200, 170, 112, tint(rim, 0.18)) + dot(200, 170, 80, shade(well, 0.08)) + dot(200, 172, 77, well),
  ) +
  line('M118 130a92 92 0 0 1 50-46', '#ffffff', 7, 'opacity=".5"');

export const bowl = (body: string, inside: string): string =>
  path('M72 184h256a128 128 0 0 1-92 122v6a8 8 0 0 1-8 8h-56a8 8 0 0 1-8-8v-6A128 128 0 0 1 72 184z', body) +
  dusk('M262 184h66a128 128 0 0 1-92 122v6a8 8 0 0 1-8 8h-30q62-50 64-136z', 0.13) +
  oval(200, 184, 128, 28, tint(body, 0.3)) +
  oval(200, 186, 114, 21, inside) +
  each([0, 1, 2, 3], (index) =>
    line(
      `M${112 + index * 18} ${188 + (index % 2) * 5}q44-30 88 ${index}t${74 - index * 22} ${2 - index}`,
      index % 2 ? '#f3dc9c' : '#e7c776',
      7,
    ),
  ) +
  path('M216 170q6-18 22-14-2 18-22 14zM206 172q-16-10-8-22 14 6 8 22z', C.leaf) +
  line('M92 214q14 50 50 72', '#ffffff', 9, 'opacity=".3"');

export const carafe = (water: string, glass: string): string =>
  path(
    'M130 80h76v52q0 24 18 44 26 28 26 66v52a26 26 0 0 1-26 26H112a26 26 0 0 1-26-26v-52q0-38 26-66 18-20 18-44z',
    glass,
    'opacity=".75"',
  ) +
  path('M88 236h160q2 6 2 12v46a26 26 0 0 1-26 26H112a26 26 0 0 1-26-26v-46q0-6 2-12z', water) +
  oval(168, 236, 80, 9, tint(water, 0.35)) +
  oval(168, 80, 38, 8, tint(glass, 0.5)) +
  line('M112 208q10-24 24-36', '#ffffff', 7, 'opacity=".8"') +
  path('M262 216h76l-7 94a10 10 0 0 1-10 10h-42a10 10 0 0 1-10-10z', glass, 'opacity=".85"') +
  path('M266 262h68l-3 48a10 10 0 0 1-10 10h-42a10 10 0 0 1-10-10z', water) +
  oval(300, 216, 38, 7, tint(glass, 0.55)) +
  dot(292, 246, 20, C.butter) +
  ring(292, 246, 15, C.white, 3);

export const wineGlasses = (wine: string, glass: string): string => {
  const one = (x: number, y: number, colour: string) =>
    moved(
      x,
      y,
      oval(0, 196, 42, 8, shade(glass, 0.1)) +
        rect(-4, 106, 8, 90, shade(glass, 0.06)) +
        path('M-46 0H46q10 70-20 98-14 12-26 12t-26-12Q-56 70-46 0z', glass, 'opacity=".8"') +
        path('M-50 44H50q-2 38-26 58-12 9-24 9t-24-9q-24-20-26-58z', colour) +
        oval(0, 44, 50, 9, tint(colour, 0.22)) +
        oval(0, 0, 46, 7, tint(glass, 0.6)) +
        line('M-34 20q-4 44 12 64', '#ffffff', 6, 'opacity=".55"'),
    );
  return one(246, 96, tint(wine, 0.55)) + one(154, 120, wine);
};

export const napkins = (first: string, second: string, third: string): string => {
  const one = (y: number, colour: string) =>
    path(`M78 ${y}h226a18 18 0 0 1 0 36H78z`, colour) +
    path(`M78 ${y + 24}h226q14 0 17-8v2a18 18 0 0 1-17 18H78z`, shade(colour, 0.14)) +
    line(`M90 ${y + 9}h208`, tint(colour, 0.45), 2, 'stroke-dasharray="5 6"');
  return (
    one(282, first) +
    one(244, second) +
    one(206, third) +
    path('M166 206q-64-70-30-84 40-8 64 74z', tint(third, 0.25)) +
    path('M234 206q64-70 30-84-40-8-64 74z', tint(third, 0.1)) +
    path('M176 206q-2-96 24-100 26 4 24 100z', tint(third, 0.4)) +
    dusk('M200 106q26 4 24 100h-24z', 0.08) +
    rect(166, 184, 68, 24, C.oak, 9) +
    rect(166, 190, 68, 4, tint(C.oak, 0.35))
  );
};
