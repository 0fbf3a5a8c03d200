import { C, dot, dusk, each, glow, halo, line, mix, moved, oval, path, rect, ring, shade, tint, turned, upTo, within } from './paint.js';

export const deskLamp = (metal: string, joint: string): string =>
  halo(132, 176, 130, '#ffe9a8', 0.8) +
  oval(232, 314, 66, 11, shade(metal, 0.2)) +
  path('M166 312a66 30 0 0 1 132 0z', metal) +
  line('M232 290L276 184L186 122', shade(metal, 0.1), 12) +
  dot(276, 184, 12, joint) +
  dot(232, 290, 10, joint) +
  turned(
    -16,
    150,
    126,
    path('M98 152q6-58 54-58t54 58z', metal) +
      rect(94, 148, 116, 11, shade(metal, 0.22), 5) +
      rect(140, 80, 24, 18, joint, 6) +
      glow('M112 142q6-32 30-38l2 7q-18 8-22 31z', 0.35),
  );

export const pendantLamp = (shell: string, cord: string): string =>
  line('M200 0V92', cord, 4) +
  rect(188, 86, 24, 22, C.brass, 6) +
  halo(200, 210, 210, '#ffe9a8', 0.7) +
  each(upTo(8), (index) => {
    const y = 112 + index * 22;
    const half = 66 + Math.sin(((index + 0.6) / 8.2) * Math.PI) * 54;
    return path(
      `M${200 - half} ${y}q${half} -14 ${half * 2} 0l${index < 4 ? 7 : -7} 22q-${half} 15 -${half * 2 + (index < 4 ? 14 : -14)} 0z`,
      index % 2 ? tint(shell, 0.28) : shell,
    );
  }) +
  glow('M116 168q12-38 50-52l4 6q-32 20-40 54z', 0.4);

export const mushroomLamp = (cap: string, stem: string): string =>
  halo(200, 210, 200, '#ffe9a8', 0.75) +
  oval(200, 312, 70, 12, shade(stem, 0.2)) +
  path('M172 196h56q0 70 36 104a10 10 0 0 1-6 14H142a10 10 0 0 1-6-14q36-34 36-104z', stem) +
  dusk('M206 196h22q0 70 36 104a10 10 0 0 1-6 14h-44q10-60-8-118z', 0.1) +
  path('M82 208C82 116 146 86 200 86s118 30 118 122q-118 34-236 0z', cap) +
  dusk('M262 102q56 26 56 106-40 12-82 16 42-60 26-122z', 0.12) +
  oval(200, 210, 112, 13, '#fff4cf') +
  glow('M112 176q8-44 50-62l5 9q-34 20-40 54z', 0.45);

export const candles = (first: string, second: string, third: string): string => {
  const one = (x: number, top: number, wax: string) =>
    moved(
      x,
      0,
      line(`M0 ${top}v-16`, C.iron, 4) +
        path(`M0 ${top - 62}q24 30 0 52-24-22 0-52z`, C.mustard) +
        path(`M0 ${top - 40}q11 16 0 27-11-11 0-27z`, '#fff3c4') +
        rect(-29, top, 58, 320 - top, wax, 6) +
        each(upTo(Math.floor((320 - top) / 20)), (row) => line(`M-22 ${top + 16 + row * 20}l11-7 11 7 11-7 11 7`, shade(wax, 0.1), 3)) +
        oval(0, top + 2, 29, 6, tint(wax, 0.35)) +
        `<path d="M10 ${top}h19v${320 - top}H10z" fill="#1c1a2b" opacity=".1"/>`,
    );
  return halo(200, 120, 190, '#ffd98a', 0.5) + one(272, 214, third) + one(126, 190, second) + one(198, 132, first);
};

export const stringLights = (bulb: string, cable: string): string => {
  const places = [
    [52, 150, 0],
    [98, 200, -8],
    [152, 228, -4],
    [208, 234, 2],
    [262, 218, 6],
    [312, 180, 10],
    [352, 134, 14],
  ] as const;
  return (
    line('M0 92Q190 330 400 76', cable, 5) +
    each(places, ([x, y, lean], index) =>
      turned(
        lean,
        x,
        y - 28,
        halo(x, y + 20, 58, '#ffe08a', 0.7) +
          rect(x - 8, y - 22, 16, 22, shade(cable, 0.15), 4) +
          path(`M${x - 8} ${y}h16q16 14 12 32-6 20-20 20t-20-20q-4-18 12-32z`, index % 2 ? bulb : tint(bulb, 0.3)) +
          glow(`M${x - 10} ${y + 16}q3-8 8-10l2 4q-4 4-5 12z`, 0.8),
      ),
    )
  );
};

export const blanket = (wool: string, stripe: string): string => {
  const layer = (y: number) =>
    rect(84, y, 232, 44, wool, 20) +
    rect(128, y, 14, 44, stripe) +
    rect(150, y, 6, 44, stripe) +
    rect(164, y, 6, 44, tint(stripe, 0.45)) +
    `<path d="M84 ${y + 26}h232a20 20 0 0 1-20 18H104a20 20 0 0 1-20-18z" fill="#1c1a2b" opacity=".12"/>`;
  return (
    layer(268) +
    layer(226) +
    layer(184) +
    path('M232 150h66a18 18 0 0 1 18 18v92h-84z', tint(wool, 0.12)) +
    rect(232, 196, 84, 10, stripe) +
    rect(232, 212, 84, 4, stripe) +
    each(upTo(10), (index) => line(`M${238 + index * 8} 260v20`, tint(wool, 0.12), 4)) +
    path('M84 184v-16a18 18 0 0 1 18-18h130v34z', tint(wool, 0.2)) +
    line('M110 166h96', '#ffffff', 4, 'opacity=".35"')
  );
};

export const cushion = (cloth: string, pattern: string): string => {
  const outline = 'M78 96q122 22 244 0 20-2 18 18-22 90 0 180 2 20-18 18-122-22-244 0-20 2-18-18 22-90 0-180-2-20 18-18z';
  return (
    path(outline, cloth) +
    within(
      outline,
      each(upTo(5), (row) =>
        each(upTo(5), (column) => {
          const [x, y] = [88 + column * 56, 92 + row * 56];
          return (row + column) % 2
            ? path(`M${x - 22} ${y}a22 22 0 0 1 44 0z`, pattern)
            : path(`M${x - 22} ${y}a22 22 0 0 0 44 0z`, tint(cloth, 0.22));
        }),
      ) + dusk('M290 80h70v250H220q90-90 70-250z', 0.1),
    ) +
    line('M92 118q108 16 216 0', '#ffffff', 4, 'opacity=".3"')
  );
};

export const towels = (first: string, second: string, third: string): string => {
  const one = (y: number, cloth: string) =>
    rect(92, y, 216, 46, cloth, 22) +
    path(`M92 ${y + 23}a23 23 0 0 0 23 23h170a22 22 0 0 0 22-23z`, shade(cloth, 0.1)) +
    line(`M130 ${y + 23}h178`, shade(cloth, 0.22), 3) +
    rect(250, y, 8, 46, tint(cloth, 0.4)) +
    rect(264, y, 4, 46, tint(cloth, 0.4));
  return (
    one(274, first) +
    one(228, second) +
    one(182, third) +
    moved(
      170,
      162,
      turned(
        -12,
        0,
        0,
        line('M-48 12Q0-26 60-24', C.moss, 4) +
          each(
            [
              [-34, 6],
              [-14, -6],
              [8, -16],
              [30, -22],
              [52, -24],
            ],
            ([x, y], index) => turned(index % 2 ? 30 : -50, x!, y!, oval(x! + 10, y!, 15, 6, index % 2 ? C.leaf : C.moss)),
          ),
      ),
    )
  );
};

export const clock = (rim: string, hand: string): string =>
  dot(200, 200, 128, shade(rim, 0.12)) +
  dot(200, 196, 126, rim) +
  dot(200, 196, 108, C.white) +
  each(upTo(12), (index) =>
    turned(index * 30, 200, 196, rect(197, index % 3 ? 98 : 98, index % 3 ? 5 : 6, index % 3 ? 12 : 22, index % 3 ? C.steel : C.ink, 2)),
  ) +
  line('M200 196L156 158', C.ink, 9) +
  line('M200 196L252 118', C.ink, 6) +
  line('M188 218L236 90', hand, 3) +
  dot(200, 196, 9, hand) +
  path('M110 168a94 94 0 0 1 70-62l3 10a84 84 0 0 0-62 56z', '#ffffff', 'opacity=".8"');

export const stool = (wood: string, seat: string): string =>
  line('M150 184L116 318', shade(wood, 0.28), 15) +
  line('M250 184L284 318', shade(wood, 0.28), 15) +
  line('M132 264h136', shade(wood, 0.2), 10) +
  line('M168 184L152 322', wood, 16) +
  line('M232 184L248 322', wood, 16) +
  line('M160 238h80', tint(wood, 0.1), 10) +
  oval(200, 182, 104, 22, shade(seat, 0.22)) +
  oval(200, 170, 104, 24, seat) +
  oval(200, 169, 84, 16, tint(seat, 0.16)) +
  line('M132 168q24-14 60-15', '#ffffff', 5, 'opacity=".35"');

export const framedPrint = (frame: string, hill: string, sky: string): string =>
  rect(98, 62, 204, 264, shade(frame, 0.25), 4) +
  rect(94, 56, 204, 264, frame, 4) +
  rect(108, 70, 176, 236, C.white) +
  within(
    'M130 92h132v192H130z',
    rect(130, 92, 132, 192, sky) +
      dot(216, 140, 26, C.butter) +
      path('M110 224q50-60 92-18t80-8v110H110z', tint(hill, 0.35)) +
      path('M110 252q60-40 100-8t80-18v90H110z', hill) +
      path('M170 300q20-44 52-56t66 0v60z', shade(hill, 0.25)) +
      line('M150 132q8-8 16 0q8-8 16 0', C.ink, 2.5),
  ) +
  path('M108 70h60l-60 90z', '#ffffff', 'opacity=".3"');

export const basket = (cane: string, cloth: string): string => {
  const outline = 'M96 176h208l-22 130a18 18 0 0 1-18 14H136a18 18 0 0 1-18-14z';
  return (
    path('M110 178q10-54 56-40 20-34 60-12 52-10 66 52z', cloth) +
    path('M200 130q30-14 44 46h-60z', shade(cloth, 0.1)) +
    path(outline, cane) +
    within(
      outline,
      each(upTo(7), (row) =>
        each(upTo(10), (column) =>
          rect(90 + column * 24 + (row % 2) * 12, 184 + row * 20, 16, 13, (row + column) % 2 ? tint(cane, 0.2) : shade(cane, 0.12), 5),
        ),
      ) + dusk('M262 170h60v160h-84q40-60 24-160z', 0.1),
    ) +
    rect(88, 166, 224, 20, shade(cane, 0.2), 10) +
    line('M92 190q-30 10-16 44 10 14 30 10', shade(cane, 0.25), 9) +
    line('M308 190q30 10 16 44-10 14-30 10', shade(cane, 0.25), 9)
  );
};

const pot = (clay: string): string =>
  path('M138 246h124l-14 66a10 10 0 0 1-10 8h-76a10 10 0 0 1-10-8z', clay) +
  dusk('M216 246h46l-14 66a10 10 0 0 1-10 8h-40q22-34 18-74z', 0.14) +
  rect(128, 224, 144, 28, tint(clay, 0.1), 7) +
  glow('M144 256h10l8 56h-9z', 0.25);

export const monstera = (clay: string, leaf: string): string => {
  const one = (x: number, y: number, turn: number, scale: number, colour: string) =>
    moved(
      x,
      y,
      turned(
        turn,
        0,
        0,
        path('M0 0C-70-10-66-84 0-112 66-84 70-10 0 0z', colour) +
          line('M0-4V-100M0-30l26-16M0-30l-26-16M0-58l24-18M0-58l-24-18', tint(colour, 0.3), 3) +
          path('M-58-52l26 4-24 12zM58-52l-26 4 24 12zM-44-84l18 16-24-2zM44-84L26-68l24-2z', C.mint, 'opacity=".9"'),
      ),
      scale,
    );
  return (
    line(
      'M200 230Q190 160 140 140M200 230Q204 150 206 120M200 230Q226 176 268 164M200 230q-30-40-76-36M200 230q30-30 70-24',
      shade(leaf, 0.2),
      6,
    ) +
    one(132, 200, -72, 0.8, shade(leaf, 0.12)) +
    one(272, 210, 74, 0.8, shade(leaf, 0.06)) +
    one(150, 156, -34, 0.95, leaf) +
    one(262, 168, 40, 0.95, tint(leaf, 0.1)) +
    one(205, 146, 4, 1.1, tint(leaf, 0.04)) +
    pot(clay)
  );
};

export const snakePlant = (clay: string, leaf: string): string =>
  each(
    [
      [-24, 150, 1],
      [22, 138, 0],
      [-9, 168, 0],
      [9, 160, 1],
      [0, 190, 0],
    ],
    ([lean, length, dark]) =>
      turned(
        lean!,
        200,
        236,
        path(`M184 240Q174 ${240 - length! * 0.5} 200 ${240 - length!}Q226 ${240 - length! * 0.5} 216 240z`, C.butter) +
          path(
            `M188 240Q181 ${240 - length! * 0.5} 200 ${252 - length!}Q219 ${240 - length! * 0.5} 212 240z`,
            dark ? shade(leaf, 0.22) : leaf,
          ) +
          each(upTo(5), (row) => line(`M191 ${224 - (row * length!) / 7}q9-6 18 0`, dark ? leaf : tint(leaf, 0.25), 3)),
      ),
  ) + pot(clay);

export const cacti = (first: string, second: string, third: string): string => {
  const small = (x: number, clay: string, plant: string) =>
    moved(
      x,
      0,
      plant +
        path('M-40 262h80l-8 50a9 9 0 0 1-9 8h-46a9 9 0 0 1-9-8z', clay) +
        rect(-45, 248, 90, 20, tint(clay, 0.12), 5) +
        dusk('M14 262h26l-8 50a9 9 0 0 1-9 8H6q12-30 8-58z', 0.13),
    );
  const prickles = (points: readonly (readonly [number, number])[]) =>
    each(points, ([x, y]) => line(`M${x} ${y}l5-5m-5 0 5 5`, '#f4efd8', 2));
  return (
    small(
      104,
      first,
      oval(0, 222, 42, 38, C.moss) +
        line('M0 188v60M-20 194q-8 28 0 54M20 194q8 28 0 54', shade(C.moss, 0.2), 3) +
        prickles([
          [-32, 214],
          [-10, 206],
          [8, 226],
          [28, 214],
        ]) +
        dot(0, 184, 10, C.rose) +
        dot(-9, 188, 7, C.blush) +
        dot(9, 188, 7, C.blush),
    ) +
    small(
      298,
      third,
      path('M-6 252q-50-10-46-48 30 0 46 48zM6 252q50-10 46-48-30 0-46 48z', C.sage) +
        path('M0 254q-34-40 0-84 34 44 0 84z', tint(C.sage, 0.2)) +
        path('M-4 252q-30-16-30-42M4 252q30-16 30-42', 'none'),
    ) +
    small(
      202,
      second,
      line('M-26 198v-24q0-14-12-14M26 180v-20q0-14 14-16', C.leaf, 22) +
        line('M-38 200h24M14 182h14', C.leaf, 20) +
        rect(-22, 96, 44, 160, C.leaf, 22) +
        line('M-8 110v136M8 110v136', shade(C.leaf, 0.16), 3) +
        prickles([
          [-2, 124],
          [-2, 154],
          [-2, 184],
          [-2, 214],
        ]) +
        dot(0, 98, 9, C.mustard),
    )
  );
};

export const wateringCan = (metal: string, trim: string): string =>
  line('M238 196C330 150 350 268 258 292', shade(metal, 0.1), 13) +
  path('M146 262L74 168l-20 8 76 116z', shade(metal, 0.16)) +
  turned(-36, 62, 166, rect(30, 152, 62, 17, trim, 6)) +
  line('M150 190C140 110 240 110 236 190', shade(metal, 0.1), 11) +
  path('M132 188h118l14 120a12 12 0 0 1-12 12H130a12 12 0 0 1-12-12z', metal) +
  dusk('M214 188h36l14 120a12 12 0 0 1-12 12h-40q16-70 2-132z', 0.14) +
  oval(191, 188, 59, 12, shade(metal, 0.28)) +
  rect(124, 238, 136, 8, trim) +
  glow('M144 206h12l-6 104h-13z', 0.25) +
  each(
    [
      [40, 208],
      [28, 240],
      [54, 246],
    ],
    ([x, y]) => path(`M${x} ${y}q10 14 0 20-10-6 0-20z`, C.denim),
  );

export const trowel = (steel: string, grip: string): string =>
  turned(
    42,
    200,
    200,
    path('M164 210h72q8 70-36 138-44-68-36-138z', steel) +
      path('M200 214v128q-40-66-36-132z', tint(steel, 0.35)) +
      line('M200 212V150', shade(steel, 0.2), 13) +
      rect(182, 50, 36, 108, grip, 17) +
      rect(182, 140, 36, 12, C.brass, 4) +
      rect(190, 62, 8, 70, tint(grip, 0.35), 4) +
      dot(200, 66, 5, shade(grip, 0.5)),
  ) + moved(108, 112, path('M0 40q-4-40-34-44 2 34 34 44zM0 40q4-52 40-56-2 44-40 56z', C.leaf) + line('M0 76V36', C.moss, 5));

export const seedBox = (paper: string, petal: string, leaf: string): string => {
  const packet = (x: number, y: number, lean: number, colour: string, flower: string) =>
    moved(
      x,
      y,
      turned(
        lean,
        0,
        0,
        rect(-48, -74, 96, 148, colour, 5) +
          path('M-48-74h96v22q-48 16-96 0z', shade(colour, 0.14)) +
          rect(-36, -40, 72, 84, C.white, 5) +
          line('M0 40V2', leaf, 4) +
          path('M0 26q-20 0-22-18 20 0 22 18zM0 32q20-2 22-18-20 0-22 18z', leaf) +
          each(upTo(6), (index) => turned(index * 60, 0, -10, oval(0, -24, 7, 13, flower))) +
          dot(0, -10, 8, C.mustard) +
          rect(-26, 54, 52, 6, C.white, 3),
      ),
    );
  return (
    packet(128, 196, -14, tint(paper, 0.35), C.butter) +
    packet(272, 196, 14, shade(paper, 0.12), C.lilac) +
    packet(200, 190, 0, paper, petal) +
    path('M74 232h252v72a16 16 0 0 1-16 16H90a16 16 0 0 1-16-16z', C.oak) +
    dusk('M74 232h252v12H74z', 0.16) +
    line('M96 278h208', shade(C.oak, 0.16), 3) +
    rect(162, 258, 76, 36, C.cream, 5) +
    line('M176 271h48M184 282h32', C.walnut, 3)
  );
};

export const soap = (first: string, second: string): string =>
  each(
    [
      [92, 104, 13],
      [300, 96, 20],
      [272, 138, 9],
      [124, 140, 8],
    ],
    ([x, y, r]) => dot(x!, y!, r!, mix('#ffffff', first, 0.12)).replace('/>', ' opacity=".8"/>') + ring(x!, y!, r!, '#ffffff', 2),
  ) +
  path('M92 250h196a20 20 0 0 1 20 20v30a20 20 0 0 1-20 20H92a20 20 0 0 1-20-20v-30a20 20 0 0 1 20-20z', first) +
  path('M72 290h236v10a20 20 0 0 1-20 20H92a20 20 0 0 1-20-20z', shade(first, 0.1)) +
  turned(
    -7,
    200,
    210,
    rect(104, 176, 220, 70, second, 20) +
      path('M104 216h220v10a20 20 0 0 1-20 20H124a20 20 0 0 1-20-20z', shade(second, 0.1)) +
      rect(150, 176, 104, 70, C.cream) +
      line('M166 200h72M178 212h48M186 224h32', shade(second, 0.35), 4) +
      glow('M116 186h30v8h-30z', 0.5),
  );

export const pumpBottle = (glass: string, label: string): string =>
  line('M200 98V76h-52v14', C.iron, 11) +
  rect(182, 96, 36, 26, C.iron, 6) +
  path('M176 122h48v12q44 12 44 56v112a18 18 0 0 1-18 18H150a18 18 0 0 1-18-18V190q0-44 44-56z', glass) +
  dusk('M214 122h10v12q44 12 44 56v112a18 18 0 0 1-18 18h-34q24-120-2-198z', 0.14) +
  rect(132, 204, 136, 82, label) +
  line('M158 228h84M170 246h60M180 262h40', shade(glass, 0.2), 5) +
  glow('M146 184q2-20 16-32l7 6q-11 10-12 30v12h-11z', 0.4);

export const creamTube = (tube: string, label: string): string =>
  turned(
    10,
    200,
    200,
    path('M142 70h116l-12 196h-92z', tube) +
      rect(138, 62, 124, 18, shade(tube, 0.14), 3) +
      line('M146 66h108', tint(tube, 0.3), 2, 'stroke-dasharray="4 4"') +
      path('M150 124h100l-6 92h-88z', label) +
      path('M200 138q22 18 0 38-22-20 0-38z', C.leaf) +
      line('M176 190h48M184 202h32', shade(tube, 0.35), 4) +
      dusk('M224 80h34l-12 186h-28z', 0.1) +
      rect(156, 264, 88, 46, C.white, 6) +
      each(upTo(7), (index) => rect(162 + index * 11.5, 268, 3, 38, shade(C.white, 0.12))),
  );
