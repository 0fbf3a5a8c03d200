import { C, dot, dusk, each, glow, line, moved, oval, path, rect, ring, shade, tint, turned, upTo, within } from './paint.js';

const TORSO = 'M152 84q48 26 96 0l34 14 60 74-46 38-22-24v136H126V186l-22 24-46-38 60-74z';

export const tShirt = (cloth: string, print: string): string =>
  path(TORSO, cloth) +
  within(TORSO, dusk('M262 90h100v120h-88v120h-56q60-110 44-240z', 0.1) + line('M76 186l34-30M324 186l-34-30', shade(cloth, 0.16), 5)) +
  line('M152 84q48 50 96 0', shade(cloth, 0.18), 9) +
  line('M130 312h140', shade(cloth, 0.14), 3) +
  moved(200, 204, dot(0, 0, 34, print) + path('M-34 6q18-24 34-6t34-6v6a34 34 0 0 1-68 0z', tint(print, 0.4)) + dot(10, -12, 8, C.butter));

export const sweater = (wool: string, yoke: string): string => {
  const outline = 'M150 78q50 20 100 0 36 8 50 34l44 158-44 18-32-96v128H132V192l-32 96-44-18 44-158q14-26 50-34z';
  return (
    path(outline, wool) +
    within(
      outline,
      path('M40 60h320v74q-160 70-320 0z', yoke) +
        each(upTo(12), (index) => path(`M${92 + index * 20} ${144 + Math.sin((index / 11) * Math.PI) * 22}l10-16 10 16-10 10z`, wool)) +
        each(upTo(14), (index) => line(`M${82 + index * 18} ${116 + Math.sin((index / 13) * Math.PI) * 22}v5`, tint(wool, 0.3), 5)) +
        rect(120, 298, 160, 30, shade(wool, 0.16)) +
        each(upTo(12), (index) => rect(132 + index * 12, 298, 5, 30, shade(wool, 0.28))) +
        dusk('M258 90h110v200h-100v60h-40q46-120 30-260z', 0.1),
    ) +
    path('M146 80q54 46 108 0l-8-10q-46 22-92 0z', shade(yoke, 0.22))
  );
};

export const rainJacket = (shell: string, trim: string): string =>
  path('M138 92q-4-52 62-52t62 52l-28 30h-68z', shade(shell, 0.16)) +
  path('M158 96q0-34 42-34t42 34l-42 34z', shade(shell, 0.5)) +
  path('M140 92l60 40 60-40 42 22 40 154-46 14-24-74v114H128V208l-24 74-46-14 40-154z', shell) +
  dusk('M260 92l42 22 40 154-46 14-24-74v114h-52q50-130 40-230z', 0.14) +
  line('M200 130V320', trim, 6) +
  each([172, 216, 260, 300], (y) => dot(200, y, 6, C.white)) +
  path('M144 244h42v10h-42zM214 244h42v10h-42z', shade(shell, 0.26)) +
  line('M184 116l-4 44M216 116l4 44', trim, 4) +
  line('M62 258l44 12M338 258l-44 12', trim, 7);

export const beanie = (wool: string, pom: string): string =>
  dot(200, 92, 34, pom) +
  each(upTo(10), (index) => turned(index * 36, 200, 92, line('M200 74v-22', tint(pom, 0.25), 5))) +
  path('M98 262q-10-146 102-152 112 6 102 152z', wool) +
  within(
    'M98 262q-10-146 102-152 112 6 102 152z',
    each(upTo(9), (index) => line(`M${112 + index * 22} 264Q${120 + index * 20} 170 ${176 + index * 6} 104`, shade(wool, 0.12), 5)) +
      dusk('M250 100h70v170h-66q26-80-4-170z', 0.1),
  ) +
  rect(84, 238, 232, 66, shade(wool, 0.1), 18) +
  each(upTo(14), (index) => rect(98 + index * 15, 242, 6, 58, shade(wool, 0.22), 3)) +
  rect(258, 256, 34, 26, C.cream, 3) +
  line('M266 269h18', shade(wool, 0.4), 3);

export const socks = (wool: string, stripe: string): string => {
  const one = (x: number, y: number, lean: number, colour: string) =>
    moved(
      x,
      y,
      turned(
        lean,
        0,
        0,
        path('M-34-110h68V40q0 16 14 24l34 20q22 16 10 38-14 18-40 10L-18 96q-22-12-20-40z', colour) +
          path('M34 40q0 16 14 24l34 20q22 16 10 38-14 18-40 10l-6-2q22-36-4-58-22-14-8-32z', stripe) +
          path('M-38 52q4-14 24-10 16 6 8 30-10 20-24 12-8-12-8-32z', stripe) +
          rect(-38, -118, 76, 28, shade(colour, 0.14), 6) +
          each(upTo(7), (index) => rect(-31 + index * 10, -116, 4, 24, shade(colour, 0.26))) +
          rect(-34, -70, 68, 10, stripe) +
          rect(-34, -52, 68, 10, stripe),
      ),
    );
  return one(214, 168, 12, shade(wool, 0.1)) + one(146, 186, -8, wool);
};

export const flannelShirt = (cloth: string, check: string): string => {
  const outline = 'M146 84l54 14 54-14 38 18 52 158-44 16-30-84v128H130V192l-30 84-44-16 52-158z';
  return (
    path(outline, cloth) +
    within(
      outline,
      each(upTo(9), (index) => rect(50 + index * 36, 60, 14, 280, check).replace('/>', ' opacity=".55"/>')) +
        each(upTo(8), (index) => rect(40, 84 + index * 34, 320, 13, check).replace('/>', ' opacity=".55"/>')) +
        each(upTo(9), (index) => rect(73 + index * 36, 60, 2, 280, C.cream).replace('/>', ' opacity=".5"/>')) +
        dusk('M262 80h100v220h-90v40h-46q50-120 36-260z', 0.1),
    ) +
    rect(192, 98, 16, 222, shade(cloth, 0.14)) +
    each([130, 170, 210, 250, 290], (y) => dot(200, y, 4.5, C.cream)) +
    path('M146 84l54 14-28 38-34-42zM254 84l-54 14 28 38 34-42z', shade(cloth, 0.2)) +
    rect(222, 156, 36, 40, shade(cloth, 0.16), 4) +
    line('M222 168h36', shade(cloth, 0.35), 3)
  );
};

export const cap = (cloth: string, patch: string): string =>
  path('M270 250q70-4 84 26-2 16-30 14-60-22-124-6z', shade(cloth, 0.24)) +
  path('M86 262C70 140 140 104 200 104s118 40 110 158q-110 24-224 0z', cloth) +
  path('M200 104c60 0 118 40 110 158-30 7-60 10-90 10 24-60 14-130-20-168z', shade(cloth, 0.1)) +
  line('M200 106q-54 60-40 164M200 106q54 60 36 164', shade(cloth, 0.22), 3, 'stroke-dasharray="7 6"') +
  dot(200, 102, 9, shade(cloth, 0.3)) +
  path('M84 256q110 24 226 0l2 18q-20 8-110 8-100 0-116-8z', shade(cloth, 0.3)) +
  rect(232, 186, 60, 44, patch, 6) +
  path('M242 220l14-22 10 13 6-8 12 17z', cloth) +
  glow('M112 180q12-42 50-58l4 9q-32 18-40 52z', 0.22);

export const scarf = (wool: string, stripe: string): string => {
  const tail = 'M150 168h72l14 150h-84z';
  return (
    path('M222 176l54 12 20 104-62 10z', shade(wool, 0.14)) +
    each(upTo(6), (index) => line(`M${240 + index * 10} ${302 - index * 2}l3 20`, shade(wool, 0.14), 5)) +
    rect(238, 250, 58, 12, stripe) +
    path('M106 116q94-50 188 0 20 30 0 66-94 42-188 0-20-36 0-66z', wool) +
    path('M140 122q60-26 120 0 10 10 0 20-60 20-120 0-10-10 0-20z', shade(wool, 0.4)) +
    line('M112 150q88 48 176 0', shade(wool, 0.16), 5) +
    path(tail, tint(wool, 0.08)) +
    within(tail, rect(140, 226, 110, 14, stripe) + rect(140, 248, 110, 6, stripe) + rect(140, 262, 110, 14, stripe)) +
    each(upTo(8), (index) => line(`M${156 + index * 11} 316v18`, tint(wool, 0.08), 5))
  );
};

export const boots = (leather: string, sole: string): string => {
  const one = (x: number, y: number, colour: string) =>
    moved(
      x,
      y,
      path('M-54-118h86l6 84q8 20 46 32 30 10 28 42H-58q-8-40 0-74z', colour) +
        path('M-62 40h176v20a8 8 0 0 1-8 8H-54a8 8 0 0 1-8-8z', sole) +
        each(upTo(8), (index) => rect(-52 + index * 21, 58, 12, 10, shade(sole, 0.3), 2)) +
        path('M52 2q58 6 60 38H34q-4-26 18-38z', shade(colour, 0.16)) +
        rect(-60, -128, 98, 18, shade(colour, 0.24), 8) +
        each([-92, -68, -44, -20], (row) => line(`M6 ${row}l30 7M6 ${row + 8}l30-7`, C.mustard, 4)) +
        line('M-40-96v70', '#ffffff', 6, 'opacity=".2"'),
    );
  return one(214, 238, shade(leather, 0.14)) + one(160, 252, leather);
};

export const watch = (strap: string, dial: string): string =>
  path('M168 40h64l10 84h-84zM158 276h84l-10 84h-64z', strap) +
  line('M180 48l-5 72M220 48l5 72M175 284l5 68M225 284l-5 68', tint(strap, 0.3), 3, 'stroke-dasharray="6 5"') +
  each([304, 322, 340], (y) => dot(200, y, 4, shade(strap, 0.5))) +
  rect(286, 190, 20, 22, C.brass, 5) +
  dot(200, 200, 94, shade(C.brass, 0.15)) +
  dot(200, 200, 88, C.brass) +
  dot(200, 200, 76, dial) +
  each(upTo(12), (index) => turned(index * 30, 200, 200, rect(198, 132, 4, index % 3 ? 8 : 16, C.cream, 2))) +
  line('M200 200l-30-22', C.cream, 7) +
  line('M200 200l34-42', C.cream, 5) +
  ring(200, 232, 15, tint(dial, 0.3), 2) +
  line('M200 232v-9', C.butter, 2) +
  dot(200, 200, 5, C.butter) +
  oval(170, 164, 30, 12, '#ffffff').replace('/>', ' opacity=".14" transform="rotate(-40 170 164)"/>');
