import type { OfAccounting } from '~/api/schemas';
import { decimalOf } from '~/ui/form/decimals';

type Company = OfAccounting['CompanyOut'];

/** The company as somebody types it; every field is text. */
export interface Typed {
  name: string;
  trading_name: string;
  legal_form: string;
  capital: string;
  siren: string;
  siret: string;
  register_of_companies: string;
  vat_id: string;
  gln: string;
  lines: string; // of the address, one below the other
  postal_code: string;
  city: string;
  country: string;
  email: string;
  phone: string;
  iban: string;
  bic: string;
  e_address: string;
  recovery_costs: string;
  late_interest: string;
  vat_on_debits: boolean;
  vat_returns: OfAccounting['Pace'];
}

const NOBODY: Typed = {
  name: '',
  trading_name: '',
  legal_form: '',
  capital: '',
  siren: '',
  siret: '',
  register_of_companies: '',
  vat_id: '',
  gln: '',
  lines: '',
  postal_code: '',
  city: '',
  country: 'FR',
  email: '',
  phone: '',
  iban: '',
  bic: '',
  e_address: '',
  recovery_costs: '',
  late_interest: '',
  vat_on_debits: false,
  vat_returns: 'monthly',
};

/** What the form begins with. */
export function typedOf(company: Company | null): Typed {
  if (!company) return NOBODY;
  const { address, capital, trading_name, legal_form, siren, siret, vat_id, gln, iban, bic, e_address } = company;
  return {
    ...address,
    lines: address.lines.join('\n'),
    capital: capital ?? '',
    name: company.name,
    register_of_companies: company.register_of_companies,
    email: company.email,
    phone: company.phone,
    recovery_costs: company.recovery_costs,
    late_interest: company.late_interest,
    vat_on_debits: company.vat_on_debits,
    vat_returns: company.vat_returns,
    trading_name,
    legal_form,
    siren,
    siret,
    vat_id,
    gln,
    iban,
    bic,
    e_address,
  };
}

/** As the service takes it. Numbers lose the spaces that people write in them. */
export function companyOf(typed: Typed): OfAccounting['CompanyIn'] {
  const { lines, postal_code, city, country, capital, siren, siret, vat_id, gln, iban, bic, ...same } = typed;
  return {
    ...same,
    siren: joined(siren),
    siret: joined(siret),
    vat_id: joined(vat_id).toUpperCase(),
    gln: joined(gln),
    iban: joined(iban).toUpperCase(),
    bic: joined(bic).toUpperCase(),
    capital: capital.trim() ? (decimalOf(capital) ?? capital) : null,
    address: {
      lines: lines.split('\n').flatMap((line) => (line.trim() ? [line.trim()] : [])),
      postal_code: postal_code.trim(),
      city: city.trim(),
      country: country.trim().toUpperCase(),
    },
  };
}

function joined(number: string): string {
  return number.replace(/\s/g, '');
}
