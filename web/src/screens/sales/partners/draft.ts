/** A customer or supplier as it is typed, and as the service takes it. */
import type { OfCatalog } from '~/api/schemas';
import { decimalOf, plain } from '~/ui/form/decimals';

type Partner = OfCatalog['PartnerOut'];
type Address = OfCatalog['AddressModel'];

interface Row {
  key: string;
}

export type AddressRow = Row & { [field in keyof Address]-?: NonNullable<Address[field]> };
export type ContactRow = Row & Record<'name' | 'email' | 'phone' | 'role', string>;
export type AccountRow = Row & Record<'iban' | 'bic' | 'holder', string>;

const TEXTS = ['name', 'segment', 'salesperson', 'channel', 'currency'] as const;
const CODES = ['vat_id', 'siren', 'siret', 'gln', 'email'] as const; // null when there is none

type Texts = Record<(typeof TEXTS)[number] | (typeof CODES)[number], string>;

export interface Draft extends Texts {
  code: string;
  isCustomer: boolean;
  isSupplier: boolean;
  isActive: boolean;
  isOnHold: boolean;
  language: 'fr' | 'en';
  creditLimit: string;
  termsCode: string;
  paymentDays: string;
  minimumShelfLife: string;
  billTo: string;
  isNoDuplicate: boolean; // it is new, however much it looks like another
  addresses: readonly AddressRow[];
  contacts: readonly ContactRow[];
  accounts: readonly AccountRow[];
}

const key = () => crypto.randomUUID();

export const newAddress = (): AddressRow => ({
  key: key(),
  kind: 'both',
  name: '',
  line1: '',
  line2: '',
  postal_code: '',
  city: '',
  region: '',
  country: 'FR',
  gln: '',
  instructions: '',
});
export const newContact = (): ContactRow => ({ key: key(), name: '', email: '', phone: '', role: '' });
export const newAccount = (): AccountRow => ({ key: key(), iban: '', bic: '', holder: '' });

export function newDraft(side: 'customer' | 'supplier'): Draft {
  return {
    code: '',
    name: '',
    segment: '',
    salesperson: '',
    channel: '',
    currency: 'EUR',
    vat_id: '',
    siren: '',
    siret: '',
    gln: '',
    email: '',
    isCustomer: side === 'customer',
    isSupplier: side === 'supplier',
    isActive: true,
    isOnHold: false,
    language: 'fr',
    creditLimit: '',
    termsCode: '',
    paymentDays: '30',
    minimumShelfLife: '0',
    billTo: '',
    isNoDuplicate: false,
    addresses: [newAddress()],
    contacts: [],
    accounts: [],
  };
}

export function draftOf(partner: Partner): Draft {
  const texts = Object.fromEntries([...TEXTS, ...CODES].map((name) => [name, partner[name] ?? ''])) as Texts;
  return {
    ...texts,
    code: partner.code,
    isCustomer: partner.is_customer,
    isSupplier: partner.is_supplier,
    isActive: partner.is_active,
    isOnHold: partner.is_on_credit_hold,
    language: partner.language === 'en' ? 'en' : 'fr',
    creditLimit: plain(partner.credit_limit ?? ''),
    termsCode: partner.payment_terms_code ?? '',
    paymentDays: String(partner.payment_days),
    minimumShelfLife: String(partner.minimum_shelf_life_days),
    billTo: partner.bill_to_partner_id ?? '',
    isNoDuplicate: false,
    addresses: partner.addresses.map((each) => ({ ...each, gln: each.gln ?? '', key: key() })),
    contacts: partner.contacts.map((each) => ({ ...each, key: key() })),
    accounts: partner.bank_accounts.map(({ iban, bic, holder }) => ({ iban, bic: bic ?? '', holder, key: key() })),
  };
}

/**
 * What may be changed later, as the service takes it; null while something is missing or no figure. Bank accounts are left out
 * where the person sees them masked: they stay as they are.
 */
export function fieldsOf(draft: Draft, seesAccounts: boolean): OfCatalog['PartnerPatch'] | null {
  const limit = draft.creditLimit.trim() === '' ? null : decimalOf(draft.creditLimit);
  const isLimit = draft.creditLimit.trim() === '' || limit !== null;
  const days = [draft.paymentDays, draft.minimumShelfLife];
  const isWhole = days.every((typed) => /^\d{1,5}$/.test(typed.trim()));
  if (!draft.name.trim() || !(draft.isCustomer || draft.isSupplier) || !isLimit || !isWhole) return null;
  const text = (name: (typeof TEXTS)[number]) => draft[name].trim();
  const code = (name: (typeof CODES)[number]) => draft[name].trim() || null;
  return {
    name: text('name'),
    segment: text('segment'),
    salesperson: text('salesperson'),
    channel: text('channel'),
    currency: text('currency'),
    vat_id: code('vat_id'),
    siren: code('siren'),
    siret: code('siret'),
    gln: code('gln'),
    email: code('email'),
    is_customer: draft.isCustomer,
    is_supplier: draft.isSupplier,
    is_active: draft.isActive,
    is_on_credit_hold: draft.isOnHold,
    language: draft.language,
    credit_limit: limit,
    payment_terms_code: draft.termsCode || null,
    payment_days: Number(draft.paymentDays),
    minimum_shelf_life_days: Number(draft.minimumShelfLife),
    bill_to_partner_id: draft.billTo || null,
    addresses: draft.addresses.map(({ key: _key, gln, ...address }) => ({ ...address, gln: gln.trim() || null })),
    contacts: draft.contacts.map(({ key: _key, ...contact }) => contact),
    ...(seesAccounts
      ? {
          bank_accounts: draft.accounts.map(({ iban, bic, holder }) => ({ iban, bic: bic.trim() || null, holder })),
        }
      : {}),
  };
}
