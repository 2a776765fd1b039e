import { expect, test } from 'vitest';

import type { OfCatalog } from '~/api/schemas';

import { draftOf, fieldsOf, newDraft } from './draft';

const PARTNER: OfCatalog['PartnerOut'] = {
  id: 'p',
  version: 2,
  code: 'C000832',
  name: 'Quincaillerie du Rhône',
  is_customer: true,
  is_supplier: false,
  is_active: true,
  bill_to_partner_id: null,
  segment: 'artisan',
  salesperson: '',
  channel: 'field',
  credit_limit: '5000.00',
  is_on_credit_hold: false,
  currency: 'EUR',
  language: 'fr',
  payment_days: 45,
  payment_terms_code: 'FDM45',
  minimum_shelf_life_days: 0,
  vat_id: 'FR44732829320',
  siren: '732829320',
  siret: null,
  gln: null,
  email: null,
  addresses: [
    {
      kind: 'both',
      name: '',
      line1: '12 rue des Forges',
      line2: '',
      postal_code: '69007',
      city: 'Lyon',
      region: '',
      country: 'FR',
      gln: null,
      instructions: '',
    },
  ],
  contacts: [{ name: 'Accueil', email: '', phone: '', role: '' }],
  bank_accounts: [{ iban: 'FR76••••0189', bic: null, holder: '' }],
};

test('a record that is opened and saved again stays what it was', () => {
  const { id: _id, version: _version, code: _code, bank_accounts: accounts, ...fields } = PARTNER;
  const saved = fieldsOf(draftOf(PARTNER), true);
  expect(saved).toEqual({ ...fields, credit_limit: '5000', bank_accounts: accounts });
});

test('who sees bank accounts masked sends none back', () =>
  expect(fieldsOf(draftOf(PARTNER), false)).not.toHaveProperty('bank_accounts'));

test.each([
  { name: '' },
  { isCustomer: false, isSupplier: false },
  { creditLimit: 'much' },
  { paymentDays: '' },
  { minimumShelfLife: '1.5' },
])('what is missing or no figure is not sent', (part) =>
  expect(fieldsOf({ ...newDraft('customer'), name: 'Rhône', ...part }, true)).toBeNull(),
);

test('no limit is not a limit of zero', () => {
  const named = { ...newDraft('customer'), name: 'Rhône' };
  expect(fieldsOf(named, true)?.credit_limit).toBeNull();
  expect(fieldsOf({ ...named, creditLimit: '0' }, true)?.credit_limit).toBe('0');
});
