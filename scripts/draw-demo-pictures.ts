import { mkdirSync, writeFileSync } from 'node:fs';
import * as desk from './demo-pictures/desk-and-play.js';
import * as home from './demo-pictures/home-and-garden.js';
import * as kitchen from './demo-pictures/kitchen-and-table.js';
import * as outdoors from './demo-pictures/outdoors.js';
import { C, picture, tint } from './demo-pictures/paint.js';
import * as wear from './demo-pictures/wear.js';

/** The pictures of the demo shop: `node --import tsx scripts/draw-demo-pictures.ts` writes them all anew, the same every time. */
const FOLDER = 'docs/demo/pictures';
const MAX_BYTES = 6_144;

const PICTURES: Readonly<Record<string, string>> = {
  'gooseneck-kettle': picture(C.sand, 'table', 100, kitchen.kettle(C.iron, C.oak)),
  'pour-over-set': picture(C.sky, 'disc', 90, kitchen.pourOver(C.cream, C.oak)),
  'hand-coffee-grinder': picture(C.lilac, 'arch', 60, kitchen.grinder(C.steel, C.walnut)),
  'stovetop-moka-pot': picture(C.mist, 'sun', 90, kitchen.mokaPot(C.steel, C.iron)),
  'cast-iron-teapot': picture(C.sage, 'table', 110, kitchen.teapot(C.iron, C.brass)),
  'harbour-blend': picture(C.butter, 'disc', 100, kitchen.pouch(C.navy, C.cream, C.rust)),
  'slow-sunday-decaf': picture(C.mist, 'arch', 100, kitchen.pouch(C.rose, C.cream, C.plum)),
  'first-light-filter-roast': picture(C.peach, 'table', 100, kitchen.pouch(C.forest, C.butter, C.forest)),
  'earl-grey-leaf-tea': picture(C.peach, 'slab', 90, kitchen.tin(C.plum, C.cream, C.forest)),
  'espresso-cups': picture(C.mint, 'arch', 130, kitchen.espressoCups(C.rust, C.cream)),
  'tideline-mug': picture(C.blush, 'disc', 90, kitchen.mug(C.cream, C.teal)),
  'cast-iron-skillet': picture(C.oat, 'slab', 0, kitchen.skillet(C.iron, C.mustard)),
  'enamelled-casserole': picture(C.mist, 'table', 120, kitchen.casserole(C.clay, C.brass)),
  'chefs-knife': picture(C.sage, 'slab', 0, kitchen.knife(C.steel, C.walnut)),
  'end-grain-board': picture(C.mint, 'disc', 0, kitchen.board(C.oak, C.walnut)),
  'copper-saucepan': picture(C.blush, 'table', 110, kitchen.saucepan(C.copper, C.iron)),
  'salt-and-pepper-mills': picture(C.sky, 'sun', 90, kitchen.mills(C.walnut, C.oak)),
  'spoon-crock': picture(C.peach, 'arch', 60, kitchen.spoons(C.oak, C.walnut)),
  'dinner-plates': picture(C.lilac, 'disc', 120, kitchen.plates(C.denim, C.cream)),
  'pasta-bowl': picture(C.sand, 'disc', 60, kitchen.bowl(C.moss, C.cream)),
  'water-carafe': picture(C.blush, 'table', 120, kitchen.carafe(C.sky, C.white)),
  'wine-glasses': picture(C.mist, 'arch', 110, kitchen.wineGlasses(C.berry, C.white)),
  'linen-napkins': picture(C.sage, 'table', 120, kitchen.napkins(C.denim, C.cream, C.clay)),

  'desk-lamp': picture(C.teal, 'table', 0, home.deskLamp(C.rust, C.brass)),
  'paper-pendant': picture(C.ink, 'table', 0, home.pendantLamp(C.butter, '#10161d')),
  'mushroom-lamp': picture(C.plum, 'table', 90, home.mushroomLamp(C.mustard, C.cream)),
  'beeswax-candles': picture(C.navy, 'table', 130, home.candles(C.mustard, C.butter, C.clay)),
  'festoon-lights': picture(C.ink, 'hill', 0, home.stringLights(C.butter, '#151b22')),
  'lambswool-throw': picture(C.sand, 'disc', 120, home.blanket(C.denim, C.cream)),
  'scallop-cushion': picture(C.mint, 'slab', 0, home.cushion(C.rose, C.cream)),
  'oak-stool': picture(C.sky, 'table', 110, home.stool(C.oak, C.oak)),
  'wall-clock': picture(C.blush, 'slab', 0, home.clock(C.walnut, C.rust)),
  'framed-print': picture(C.sage, 'slab', 0, home.framedPrint(C.oak, C.teal, C.peach)),
  'laundry-basket': picture(C.mist, 'table', 120, home.basket(C.oak, C.sky)),
  monstera: picture(C.mint, 'sun', 80, home.monstera(C.clay, C.leaf)),
  'snake-plant': picture(C.peach, 'arch', 80, home.snakePlant(C.navy, C.forest)),
  'three-cacti': picture(C.blush, 'arch', 140, home.cacti(C.clay, C.teal, C.cream)),
  'watering-can': picture(C.butter, 'hill', 90, home.wateringCan(C.teal, C.brass)),
  'hand-trowel': picture(C.oat, 'disc', 0, home.trowel(C.steel, C.rust)),
  'seed-box': picture(C.sky, 'table', 130, home.seedBox(C.sage, C.rust, C.forest)),
  'olive-soap': picture(C.mint, 'table', 120, home.soap(C.sage, C.cream)),
  'hand-wash': picture(C.lilac, 'slab', 80, home.pumpBottle('#9a5f2e', C.cream)),
  'hand-cream': picture(C.butter, 'arch', 0, home.creamTube(C.sage, C.cream)),
  'honeycomb-towel': picture(C.sky, 'sun', 120, home.towels(C.teal, C.cream, C.rose)),

  'two-person-tent': picture(C.sky, 'hill', 130, outdoors.tent(C.mustard, C.rust)),
  'sleeping-bag': picture(C.sage, 'disc', 0, outdoors.sleepingBag(C.plum, C.butter)),
  'camp-stove': picture(C.lilac, 'hill', 80, outdoors.campStove(C.rust, C.mustard)),
  'hurricane-lantern': picture(C.navy, 'hill', 80, outdoors.lantern(C.leaf, C.butter)),
  'camp-chair': picture(C.butter, 'hill', 130, outdoors.campChair(C.denim, C.iron)),
  'enamel-camp-mug': picture(C.oat, 'table', 90, kitchen.enamelMug(C.forest, C.white)),
  'insulated-bottle': picture(C.peach, 'sun', 70, outdoors.flask(C.denim, C.iron)),
  'sighting-compass': picture(C.teal, 'disc', 0, outdoors.compass(C.brass, C.rust)),
  'pocket-knife': picture(C.sand, 'arch', 0, outdoors.pocketKnife(C.brick, C.steel)),
  'courier-backpack': picture(C.mist, 'disc', 100, outdoors.backpack(C.mustard, C.walnut)),
  'rolltop-rucksack': picture(C.peach, 'hill', 100, outdoors.rolltop(C.teal, C.butter)),
  'market-tote': picture(C.sage, 'arch', 120, outdoors.tote(C.cream, C.clay)),
  'weekender-duffel': picture(C.sand, 'table', 140, outdoors.duffel(C.navy, C.walnut)),

  'heavyweight-t-shirt': picture(C.lilac, 'disc', 0, wear.tShirt(C.cream, C.teal)),
  'fair-isle-sweater': picture(C.butter, 'slab', 0, wear.sweater(C.denim, C.cream)),
  'flannel-shirt': picture(C.mint, 'arch', 0, wear.flannelShirt(C.rust, C.ink)),
  'rain-jacket': picture(C.slate, 'disc', 0, wear.rainJacket(C.butter, C.iron)),
  'storm-umbrella': picture(C.denim, 'hill', 0, outdoors.umbrella(C.berry, C.walnut)),
  'wool-beanie': picture(C.blush, 'slab', 0, wear.beanie(C.teal, C.cream)),
  'hiking-socks': picture(C.peach, 'disc', 0, wear.socks(C.slate, C.mustard)),
  'canvas-cap': picture(C.oat, 'sun', 130, wear.cap(C.forest, C.cream)),
  'lambswool-scarf': picture(C.mist, 'slab', 0, wear.scarf(C.berry, C.blush)),
  'trail-boots': picture(C.sage, 'hill', 150, wear.boots(C.walnut, C.iron)),
  'field-watch': picture(C.blush, 'disc', 0, wear.watch(C.walnut, C.forest)),

  'dot-grid-notebook': picture(C.mint, 'table', 0, desk.notebook(C.navy, C.mustard)),
  'desk-calendar': picture(C.butter, 'table', 140, desk.calendar(C.teal, C.rust)),
  'fountain-pen': picture(C.sand, 'disc', 0, desk.fountainPen(C.plum, C.brass)),
  'bottled-ink': picture(C.blush, 'sun', 100, desk.inkBottle(C.navy, C.cream)),
  'pencils-in-a-pot': picture(C.sky, 'arch', 80, desk.pencils(C.rust, C.denim, C.plum)),
  'forged-scissors': picture(C.lilac, 'slab', 0, desk.scissors(C.brass)),

  'the-quiet-kitchen': picture(C.oat, 'arch', 100, desk.book(C.cream, desk.COVERS.kitchen(C.rust))),
  'field-notes-on-rain': picture(C.mist, 'disc', 100, desk.book(C.denim, desk.COVERS.rain(C.ink))),
  'a-year-of-small-walks': picture(C.blush, 'table', 100, desk.book(C.leaf, desk.COVERS.walks(C.forest))),
  'the-bear-who-kept-bees': picture(C.mint, 'disc', 100, desk.book(C.sky, desk.COVERS.bear(C.walnut))),
  'atlas-of-the-night-sky': picture(C.peach, 'sun', 100, desk.book(C.navy, desk.COVERS.stars(C.butter))),
  'chess-set': picture(C.mist, 'table', 0, desk.chess(C.walnut, C.oat)),
  'playing-cards': picture(C.forest, 'disc', 0, desk.cards(C.denim, C.rust)),
  'coast-road-puzzle': picture(C.sand, 'table', 0, desk.jigsaw(C.teal, C.clay, C.butter)),
  'wooden-blocks': picture(tint(C.sky, 0.4), 'table', 140, desk.blocks(C.rust, C.denim, C.leaf)),
};

mkdirSync(FOLDER, { recursive: true });
for (const [name, drawing] of Object.entries(PICTURES)) {
  if (Buffer.byteLength(drawing) > MAX_BYTES) throw new Error(`${name} is larger than ${MAX_BYTES} bytes`);
  writeFileSync(`${FOLDER}/${name}.svg`, drawing);
}
