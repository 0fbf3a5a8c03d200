import { C, dot, dusk, each, glow, halo, line, moved, oval, path, rect, ring, shade, tint, turned, upTo, within } from './paint.js';

export const tent = (fly: string, trim: string): string =>
  each(
    [
      [58, 300, 0.9],
      [342, 296, 1.05],
      [92, 306, 0.6],
    ],
    ([x, y, scale]) => moved(x!, y!, rect(-5, -14, 10, 20, C.walnut) + path('M0-104l34 56H-34zM0-76l42 64H-42z', C.forest), scale),
  ) +
  line('M200 128L44 316M200 128L356 316', tint(trim, 0.3), 3) +
  path('M200 112L320 318H80z', fly) +
  path('M200 112L320 318H252z', shade(fly, 0.18)) +
  path('M200 112L252 318H148z', trim) +
  path('M200 150l34 168H166z', shade(trim, 0.55)) +
  path('M200 150l-34 168h-14q28-60 48-168z', tint(trim, 0.3)) +
  line('M200 112l-9-16M200 112l9-16', C.walnut, 5) +
  line('M112 290l34 0M120 276l30 0', tint(fly, 0.35), 4);

export const sleepingBag = (shell: string, lining: string): string =>
  turned(
    -10,
    200,
    210,
    path('M84 210q-30-70 26-86 40-6 66 22l130 40q52 20 52 62t-52 50q-90 18-160 6-52-14-62-94z', shell) +
      each(upTo(5), (index) =>
        line(`M${166 + index * 36} ${146 + index * 10}q-16 60 ${8 - index} ${150 - index * 9}`, shade(shell, 0.2), 4),
      ) +
      path('M98 206q-20-52 18-62 36-4 50 34 10 44-10 84-46-10-58-56z', lining) +
      path('M110 202q-10-36 14-42 24-2 32 24 6 28-6 52-32-6-40-34z', shade(lining, 0.16)) +
      line('M172 264q80 26 170 14', tint(shell, 0.35), 4, 'stroke-dasharray="9 7"'),
  );

export const campStove = (metal: string, flame: string): string =>
  each(
    [-26, 0, 26],
    (x) => path(`M${200 + x} 150q20 26 0 46-20-20 0-46z`, flame) + path(`M${200 + x} 170q9 14 0 25-9-11 0-25z`, '#fff0bd'),
  ) +
  line('M118 202h164', C.iron, 8) +
  line('M136 202l22 34M264 202l-22 34', C.iron, 8) +
  path('M150 204h100l-10 26h-80z', shade(metal, 0.2)) +
  rect(190, 230, 20, 22, C.brass, 3) +
  line('M210 240h38', C.iron, 6) +
  rect(244, 230, 22, 20, C.rust, 6) +
  path('M142 262q0-12 16-12h84q16 0 16 12v46a12 12 0 0 1-12 12h-92a12 12 0 0 1-12-12z', metal) +
  rect(142, 274, 116, 26, C.cream) +
  path('M200 277q9 10 0 19-9-9 0-19z', flame) +
  dusk('M228 250h14q16 0 16 12v46a12 12 0 0 1-12 12h-26q16-36 8-70z', 0.14) +
  path('M148 96h104v40a12 12 0 0 1-12 12h-80a12 12 0 0 1-12-12z', C.steel) +
  path('M222 96h30v40a12 12 0 0 1-12 12h-26q12-20 8-52z', shade(C.steel, 0.14)) +
  line('M252 108h40', C.iron, 8) +
  oval(200, 96, 54, 9, tint(C.steel, 0.45)) +
  line('M184 78c-8-10 8-18 0-28M214 78c-8-10 8-18 0-28', '#ffffff', 5, 'opacity=".7"');

export const lantern = (metal: string, light: string): string =>
  halo(200, 222, 170, light) +
  line('M144 176C134 66 266 66 256 176', shade(metal, 0.2), 8) +
  path('M164 122h72l14 36H150z', metal) +
  rect(176, 106, 48, 20, shade(metal, 0.2), 7) +
  rect(140, 154, 120, 18, shade(metal, 0.12), 7) +
  path('M152 172h96q16 50 0 98h-96q-16-48 0-98z', '#fff8dc') +
  path('M200 190q26 34 0 62-26-28 0-62z', light) +
  path('M200 214q12 18 0 34-12-16 0-34z', '#ffffff') +
  line('M160 172q-14 48 0 98M240 172q14 48 0 98', metal, 5) +
  rect(138, 268, 124, 18, shade(metal, 0.12), 7) +
  path('M146 286h108l10 34H136z', metal) +
  dusk('M220 286h34l10 34h-34z', 0.16) +
  glow('M166 182h9q-9 40 0 80h-9q-10-40 0-80z', 0.8);

export const campChair = (cloth: string, frame: string): string =>
  line('M116 320L262 206M284 320L138 206', shade(frame, 0.15), 10) +
  line('M104 96L126 238M296 96L274 238', frame, 11) +
  path('M100 92q100 18 200 0l-18 124q-82 16-164 0z', cloth) +
  path('M100 92q100 18 200 0l-4 26q-96 18-192 0z', tint(cloth, 0.2)) +
  path('M118 214q82 16 164 0l14 36q-96 22-192 0z', shade(cloth, 0.16)) +
  line('M90 206h44M266 206h44', frame, 13) +
  line('M92 212l-10 108M308 212l10 108', frame, 10) +
  rect(264, 214, 42, 38, shade(cloth, 0.3), 6) +
  line('M120 132q80 14 160 0', tint(cloth, 0.4), 3, 'stroke-dasharray="8 6"');

export const flask = (body: string, cap: string): string =>
  rect(168, 66, 64, 46, cap, 10) +
  line('M172 84C172 40 228 40 228 84', shade(cap, 0.2), 8) +
  each(upTo(5), (index) => rect(176 + index * 11, 78, 4, 28, shade(cap, 0.2), 2)) +
  path('M172 110h56q4 24 22 40v150a20 20 0 0 1-20 20h-60a20 20 0 0 1-20-20V150q18-16 22-40z', body) +
  dusk('M212 110h16q4 24 22 40v150a20 20 0 0 1-20 20h-26q26-110 8-210z', 0.16) +
  rect(150, 286, 100, 8, shade(body, 0.25)) +
  moved(196, 216, path('M-24 22L0-20 24 22z', C.white) + path('M-6-8L0-20l6 12-6 6z', body) + line('M-30 22h60', C.white, 4)) +
  glow('M162 156q8-8 11-20h7q-2 18-8 28v118h-10z', 0.28);

export const compass = (metal: string, needle: string): string =>
  ring(200, 66, 20, metal, 9) +
  rect(188, 80, 24, 18, shade(metal, 0.2), 4) +
  dot(200, 206, 122, shade(metal, 0.2)) +
  dot(200, 202, 120, metal) +
  dot(200, 202, 100, C.cream) +
  ring(200, 202, 78, C.sand, 2) +
  each(upTo(36), (index) => turned(index * 10, 200, 202, rect(199, 106, 2, index % 9 ? 8 : 18, C.walnut))) +
  each(upTo(4), (index) => turned(index * 90, 200, 202, path('M200 142l14 60h-28z', index % 2 ? C.oat : C.sand))) +
  turned(
    32,
    200,
    202,
    path('M200 118l15 84h-30z', needle) + path('M200 286l15-84h-30z', C.slate) + path('M200 118l15 84h-15z', shade(needle, 0.16)),
  ) +
  dot(200, 202, 9, metal) +
  path('M124 168a84 84 0 0 1 58-50l3 9a74 74 0 0 0-52 45z', '#ffffff', 'opacity=".7"');

export const pocketKnife = (scale: string, steel: string): string =>
  turned(
    -20,
    200,
    220,
    turned(
      -62,
      110,
      222,
      path('M96 210H292q-10 34-60 36H96z', steel) +
        path('M96 210H292l-8 12H96z', tint(steel, 0.5)) +
        line('M124 220h26', shade(steel, 0.25), 4),
    ) +
      path('M92 198h206q44 0 48 30 0 22-30 22H92a26 26 0 0 1 0-52z', scale) +
      path('M92 232h250q-4 18-26 18H92q-16 0-23-12z', shade(scale, 0.22)) +
      rect(80, 198, 30, 52, C.brass, 10) +
      dot(104, 224, 7, shade(C.brass, 0.3)) +
      each([176, 240, 304], (x) => dot(x, 224, 4.5, C.brass)) +
      line('M126 208h160', '#ffffff', 4, 'opacity=".3"'),
  );

export const backpack = (cloth: string, trim: string): string =>
  line('M162 92C162 52 238 52 238 92', trim, 10) +
  path('M88 190q-18 70 4 110l22-6V180zM312 190q18 70-4 110l-22-6V180z', shade(cloth, 0.25)) +
  path('M112 150q0-70 88-70t88 70v142a28 28 0 0 1-28 28H140a28 28 0 0 1-28-28z', cloth) +
  dusk('M248 92q40 14 40 58v142a28 28 0 0 1-28 28h-36q40-110 24-228z', 0.13) +
  path('M112 150q0-70 88-70t88 70v20q-88 26-176 0z', tint(cloth, 0.1)) +
  path('M136 222h128v64a16 16 0 0 1-16 16h-96a16 16 0 0 1-16-16z', shade(cloth, 0.12)) +
  path('M132 212h136v22q-68 18-136 0z', shade(cloth, 0.2)) +
  rect(190, 156, 20, 92, trim, 4) +
  rect(186, 222, 28, 18, C.brass, 4) +
  rect(186, 174, 28, 12, C.brass, 3) +
  line('M128 154q10-52 52-60', '#ffffff', 5, 'opacity=".3"');

export const rolltop = (cloth: string, trim: string): string =>
  path('M98 190l-12 96 26 20V178zM302 190l12 96-26 20V178z', shade(cloth, 0.28)) +
  path('M114 116h172v178a26 26 0 0 1-26 26H140a26 26 0 0 1-26-26z', cloth) +
  dusk('M242 116h44v178a26 26 0 0 1-26 26h-40q34-100 22-204z', 0.13) +
  rect(104, 76, 192, 34, shade(cloth, 0.16), 15) +
  rect(108, 98, 184, 28, tint(cloth, 0.08), 12) +
  line('M148 84V232M252 84V232', trim, 13) +
  rect(137, 176, 22, 26, C.steel, 4) +
  rect(241, 176, 22, 26, C.steel, 4) +
  path('M114 250h172v44a26 26 0 0 1-26 26H140a26 26 0 0 1-26-26z', shade(cloth, 0.22)) +
  line('M120 250h160', tint(cloth, 0.35), 3, 'stroke-dasharray="8 6"') +
  rect(176, 270, 48, 30, trim, 4);

export const tote = (cloth: string, print: string): string =>
  line('M150 138C150 30 250 30 250 138', shade(cloth, 0.22), 13) +
  path('M98 130h204l16 178a12 12 0 0 1-12 12H94a12 12 0 0 1-12-12z', cloth) +
  dusk('M252 130h50l16 178a12 12 0 0 1-12 12h-50q18-96-4-190z', 0.1) +
  line('M98 148h204', shade(cloth, 0.2), 3, 'stroke-dasharray="8 6"') +
  line('M150 132v36M250 132v36', shade(cloth, 0.3), 13) +
  dot(200, 234, 48, print) +
  within(
    'M152 234a48 48 0 1 0 96 0a48 48 0 1 0-96 0z',
    path('M140 252q34-34 62-6t60-10v60H140z', tint(print, 0.45)) +
      dot(222, 214, 12, C.butter) +
      path('M140 268q40-20 70-2t50-6v40H140z', shade(print, 0.25)),
  );

export const duffel = (cloth: string, leather: string): string =>
  line('M136 192C136 72 264 72 264 192', leather, 13) +
  path('M70 182q-20 62 0 120 4 18 24 18h212q20 0 24-18 20-58 0-120-8-18-28-18H98q-20 0-28 18z', cloth) +
  path(
    'M70 182q-20 62 0 120 4 18 24 18h14q-20-80 0-156H98q-20 0-28 18zM330 182q20 62 0 120-4 18-24 18h-14q20-80 0-156h10q20 0 28 18z',
    leather,
  ) +
  dusk('M70 282q130 20 260 0l-2 20q-4 18-24 18H94q-20 0-24-18z', 0.16) +
  line('M118 180h164', C.brass, 5) +
  dot(276, 180, 6, C.brass) +
  line('M136 188V320M264 188V320', leather, 13) +
  rect(125, 236, 22, 16, C.brass, 3) +
  rect(253, 236, 22, 16, C.brass, 3) +
  line('M158 206q42 8 84 0', '#ffffff', 4, 'opacity=".3"');

export const umbrella = (cloth: string, grip: string): string =>
  line('M200 100V286q0 32 26 32t26-26', C.walnut, 10) +
  line('M200 300q0 18 26 18t26-26', grip, 13) +
  path('M52 214C62 116 130 78 200 78s138 38 148 136q-24-22-49 0-25-22-50 0-25-22-49 0-24-22-49 0-25-22-50 0-25-22-49 0z', cloth) +
  path('M151 214C156 130 180 84 200 78c20 6 44 52 49 136q-25-22-49 0-24-22-49 0z', tint(cloth, 0.22)) +
  path('M299 214C292 140 240 84 200 78c70 0 138 38 148 136q-24-22-49 0z', shade(cloth, 0.14)) +
  line('M200 78V58', C.walnut, 7) +
  each(
    [
      [74, 268],
      [122, 292],
      [300, 284],
      [342, 254],
      [96, 322],
    ],
    ([x, y]) => line(`M${x} ${y}l-6 18`, '#ffffff', 5, 'opacity=".75"'),
  );
