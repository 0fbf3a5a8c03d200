/** How a country writes its addresses, as far as a parcel needs it. */
export interface AddressForm {
  /** Whether an address is incomplete without its state, province or prefecture. */
  readonly needsState: boolean;
  /** Whether it is incomplete without its postal code. Where codes exist but people do without (IE), it is not. */
  readonly needsPostalCode: boolean;
  /** What a postal code looks like here, and an example to show. */
  readonly postalCode: { readonly pattern: RegExp; readonly example: string } | undefined;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** After the "required fields" of libaddressinput's public data, and the practice of the carriers there. */
const STATE = words('AE AS AU BR CA CN ES FM GU IN IT JP KR MH MP MX MY PW TW UA UM US VI');
const POSTAL_CODE = words(
  `AS AT AU AX BE BL BR CA CH CN CZ DE DK ES FI FK FM FR GB GF GG GI GL GP GR GS GU HU IM IN IO IT JE JP KR LI LT LU MC MF MH MP MQ MX MY
   NC NL NO NZ PF PL PM PN PR PT PW RE RO RU SE SG SI SJ SK SM TC TR TW UA UM US VA VI WF XK YT ZA`,
);

/** One row a shape: the pattern, an example, the countries that share it. */
const SHAPES: readonly (readonly [pattern: RegExp, example: string, countries: string])[] = [
  [/^\d{5}(?:[ -]?\d{4})?$/, '94103', 'AS FM GU MH MP PR PW UM US VI'],
  [/^[A-Z]\d[A-Z] ?-?\d[A-Z]\d$/i, 'K1A 0B1', 'CA'],
  [/^(?:GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})$/i, 'SW1A 1AA', 'GB GG IM JE'],
  [/^(?:[A-Z]{4} ?1ZZ)$/i, 'FIQQ 1ZZ', 'FK GS IO PN SH TC'],
  [/^[A-Z]\d[\dW] ?[A-Z\d]{4}$/i, 'D02 AF30', 'IE'],
  [/^\d{3} ?\d{3}$/, '110001', 'IN CN SG RU BY KZ KG RO VN CO'],
  [/^\d{5}-?\d{3}$/, '01310-100', 'BR'],
  [/^\d{3}-?\d{4}$/, '100-0001', 'JP'],
  [/^\d{3}-?\d{2,3}$/, '03051', 'KR'],
  [/^\d{3}(?:-?\d{2,3})?$/, '106', 'TW'],
  [/^\d{4}(?:-?\d{3})?$/, '1000-205', 'PT'],
  [/^\d{2}-?\d{3}$/, '00-950', 'PL'],
  [/^\d{4} ?[A-Z]{2}$/i, '1012 JS', 'NL'],
  [/^(?:[A-Z]{1,2}-)?\d{3} ?\d{2}$/i, '111 20', 'SE CZ SK GR'],
  [/^(?:[A-Z]{1,2}-)?\d{4}$/i, '1010', 'AT AU BE BG CH CY DK GL HU LI LU NO NZ SI SJ ZA'],
  [/^(?:[A-Z]{1,2}-?)?\d{5}$/i, '10115', 'AX BL DE EE ES FI FR GF GP HR IT LT MC MF MQ MX MY NC PF PM RE SM TH TR UA VA WF XK YT ID'],
  [/^(?:[A-Z]{1,2}-)?\d{4,5}$/i, '1001', 'LV PH'],
];
/** Everywhere else: letters, digits, spaces and dashes. */
const SOME_CODE = { pattern: /^[A-Z\d](?:[A-Z\d -]{0,10}[A-Z\d])?$/i, example: '1000' };

const SHAPE_OF = new Map(
  SHAPES.flatMap(([pattern, example, countries]) => [...words(countries)].map((country) => [country, { pattern, example }] as const)),
);

/** Countries without any postal codes: whatever is sent there is kept and not judged. */
const WITHOUT_CODES = words(
  `AE AG AO AW BF BI BJ BO BS BW BZ CF CG CI CK CM CW DJ DM ER FJ GA GD GH GM GQ GY HK JM KI KM KN KP LC ML MO MR MW NR NU QA RW SB SC SL
   SR ST SX SY TD TF TG TK TL TO TT TV UG VU WS YE ZW`,
);

/** How addresses look in the country with this alpha-2 code. */
export const addressFormOf = (country: string): AddressForm => ({
  needsState: STATE.has(country),
  needsPostalCode: POSTAL_CODE.has(country),
  postalCode: WITHOUT_CODES.has(country) ? undefined : (SHAPE_OF.get(country) ?? SOME_CODE),
});
