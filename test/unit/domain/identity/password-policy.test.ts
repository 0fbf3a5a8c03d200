import { expect } from 'chai';
import type { UnfitPassword } from '../../../../src/domain/identity/account-errors.js';
import { requireFitPassword } from '../../../../src/domain/identity/password-policy.js';

describe('A password', () => {
  const codeOf = (password: string, isCommon = false) => {
    try {
      requireFitPassword({ password, email: 'ada.lovelace@example.com', isCommon }, 'password');
      return 'fine';
    } catch (error) {
      const [fault] = (error as UnfitPassword).details['errors'] as { path: string; code: string }[];
      return `${fault?.path}: ${fault?.code}`;
    }
  };

  it('has 8 to 128 characters, whatever they are (ACC-12)', () => {
    expect(codeOf('1234567')).to.equal('password: too_short');
    expect(codeOf('a'.repeat(129))).to.equal('password: too_long');
    for (const password of ['        ', 'a'.repeat(128), 'пароль-я', '🔑'.repeat(128)]) expect(codeOf(password)).to.equal('fine');
    expect(codeOf('🔑'.repeat(7))).to.equal('password: too_short');
  });

  it('is not the e-mail address, nor the part before the @ (ACC-12)', () => {
    for (const password of ['ada.lovelace@example.com', ' ADA.lovelace@Example.com ', 'Ada.Lovelace'])
      expect(codeOf(password)).to.equal('password: is_email');
  });

  it('is not one of those that are tried first (ACC-12)', () => {
    expect(codeOf('whatever it is', true)).to.equal('password: too_common');
  });
});
