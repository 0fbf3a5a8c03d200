import { expect } from 'chai';
import { InvalidAddress } from '../../../../src/domain/shipping/address-book-errors.js';
import { countryCodeOf } from '../../../../src/domain/shipping/countries.js';
import { validAddress, type AddressDraft } from '../../../../src/domain/shipping/valid-address.js';

const NEW_YORK: AddressDraft = { addressLine1: '1 Main St', city: 'New York', state: 'NY', postalCode: '10001', country: 'US' };

const faultsOf = (draft: AddressDraft): readonly string[] => {
  try {
    validAddress(draft, 'Ada');
    return [];
  } catch (error) {
    if (!(error instanceof InvalidAddress)) throw error;
    return error.faults.map(({ path, code }) => `${path} ${code}`);
  }
};

describe('A valid address', () => {
  it('is tidied, and nothing left is null', () => {
    expect(validAddress({ ...NEW_YORK, name: '  ', phone: '', addressLine2: ' \t ', city: ' New \n York ' }, 'Ada')).to.deep.equal({
      name: 'Ada',
      phone: null,
      addressLine1: '1 Main St',
      addressLine2: null,
      city: 'New York',
      state: 'NY',
      postalCode: '10001',
      country: 'US',
    });
  });

  it('names every field at fault at once', () => {
    expect(faultsOf({})).to.deep.equal(['address_line1 required', 'city required', 'country required']);
    expect(faultsOf({ country: 'US', city: '', addressLine1: 'x' })).to.deep.equal([
      'city required',
      'state required',
      'postal_code required',
    ]);
  });

  it('tells of a field that holds the address by its path', () => {
    const error = new InvalidAddress([{ path: 'city', code: 'required', message: 'city is required' }]).under('shipping_address');
    expect(error.details['errors']).to.deep.equal([{ path: 'shipping_address.city', code: 'required', message: 'city is required' }]);
  });

  for (const country of ['US', 'CA', 'AU', 'IN', 'BR', 'MX', 'CN', 'JP', 'IT', 'ES', 'MY', 'AE']) {
    it(`asks for the state in ${country}`, () => {
      expect(faultsOf({ ...NEW_YORK, country, state: null })).to.include('state required');
    });
  }

  for (const country of ['DE', 'FR', 'GB', 'NL', 'SE', 'PL', 'SG', 'IE', 'HK', 'NZ', 'ZA']) {
    it(`does not ask for a state in ${country}`, () => {
      expect(faultsOf({ ...NEW_YORK, country, state: null })).not.to.include('state required');
    });
  }

  for (const country of ['AE', 'HK', 'IE', 'QA', 'AO', 'JM', 'PA', 'FJ']) {
    it(`does without a postal code in ${country}`, () => {
      expect(faultsOf({ ...NEW_YORK, country, postalCode: '' })).to.deep.equal([]);
    });
  }

  const CODES: Readonly<Record<string, readonly [good: readonly string[], bad: readonly string[]]>> = {
    US: [
      ['10001', '10001-1234'],
      ['1000', 'ABCDE', '10001-12'],
    ],
    CA: [
      ['K1A 0B1', 'k1a0b1'],
      ['12345', 'K1A'],
    ],
    GB: [
      ['SW1A 1AA', 'M1 1AE', 'gir 0aa'],
      ['12345', 'SW1A'],
    ],
    IN: [
      ['110001', '110 001'],
      ['11000', 'ABCDEF'],
    ],
    DE: [
      ['10115', 'D-10115'],
      ['1011', '101155'],
    ],
    NL: [
      ['1012 JS', '1012js'],
      ['1012', '10122 JS'],
    ],
    AU: [['2060'], ['206', '20600']],
    JP: [['100-0001', '1000001'], ['100-001']],
    BR: [['01310-100', '01310100'], ['0131-100']],
    SE: [['111 20', '11120'], ['1112']],
    PT: [['1000-205'], ['1000-20']],
    PL: [['00-950'], ['0-950']],
    IE: [['D02 AF30', 'D6W XY00'], ['12345']],
    AE: [['00000', 'what anybody likes'], []],
    PE: [['LIMA 18', '15001'], ['!!']],
  };
  for (const [country, [good, bad]] of Object.entries(CODES)) {
    it(`knows a postal code of ${country} when it sees one`, () => {
      for (const postalCode of good) expect(faultsOf({ ...NEW_YORK, country, postalCode }), postalCode).to.deep.equal([]);
      for (const postalCode of bad)
        expect(faultsOf({ ...NEW_YORK, country, postalCode }), postalCode).to.deep.equal(['postal_code format']);
    });
  }

  it('refuses what no label could hold', () => {
    expect(faultsOf({ ...NEW_YORK, addressLine1: 'x'.repeat(201), postalCode: '1'.repeat(21) })).to.deep.equal([
      'address_line1 too_long',
      'postal_code too_long',
      'postal_code format',
    ]);
  });
});

describe('A country', () => {
  const MEANT: Readonly<Record<string, string>> = {
    US: 'US',
    us: 'US',
    ' de ': 'DE',
    USA: 'US',
    'united states of america': 'US',
    India: 'IN',
    'The Netherlands': 'NL',
    'Cote d’Ivoire': 'CI',
    CURACAO: 'CW',
    'St. Lucia': 'LC',
    'Trinidad & Tobago': 'TT',
    UK: 'GB',
    Türkiye: 'TR',
    Czechia: 'CZ',
    'Hong Kong': 'HK',
  };
  for (const [text, code] of Object.entries(MEANT)) {
    it(`"${text}" is ${code}`, () => {
      expect(countryCodeOf(text)).to.equal(code);
    });
  }

  for (const text of ['XX', 'Atlantis', '', 'Deutschland', '__proto__']) {
    it(`"${text}" is none`, () => {
      expect(faultsOf({ ...NEW_YORK, country: text })[0]).to.match(/^country (unknown_country|required)$/);
    });
  }
});
