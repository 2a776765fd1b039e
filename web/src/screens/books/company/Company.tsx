import { Button, Checkbox, Select, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { IconDeviceFloppy } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, hooks } from '~/api/client';
import { Refused } from '~/api/problem';
import type { OfAccounting } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useWord } from '~/i18n/useWord';
import { Card } from '~/ui/Card';
import { faultOf } from '~/ui/form/faults';
import { Columns, Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { Trouble } from '~/ui/Trouble';
import { useAct } from '~/ui/useAct';

import { companyOf, typedOf, type Typed } from './company';

type Kept = OfAccounting['CompanyOut'] | null;

const PACES = ['monthly', 'quarterly'] as const;

/** Who the company is by law: the seller on every invoice. */
export default function Company() {
  const { t } = useTranslation();
  const query = hooks.useQuery('get', '/api/accounting/v1/company');
  const { data: company, error } = query;
  if (error) return <PageTrouble title={t('screens.company')} error={error} onRetry={() => void query.refetch()} />;
  if (company === undefined) return <PageSkeleton />;
  return <Form key={company?.version ?? 0} company={company} />;
}

function Form({ company }: { company: Kept }) {
  const { t } = useTranslation();
  const word = useWord();
  const may = useMay();
  const [typed, setTyped] = useState(() => typedOf(company));
  const isReader = !may('accounting.company.write');
  const save = useAct({
    act: () =>
      api.PUT('/api/accounting/v1/company', {
        body: companyOf(typed),
        ...(company ? { params: { header: { 'if-match': `"${company.version}"` } } } : {}),
      }),
    done: () => t('company.saved'),
  });
  const fieldOf: Partial<Record<keyof Typed, string>> = {
    lines: 'address.lines',
    postal_code: 'address.postal_code',
    city: 'address.city',
    country: 'address.country',
  };
  const field = (key: Exclude<keyof Typed, 'vat_on_debits' | 'vat_returns'>) => ({
    label: t(`company.${key}`),
    value: typed[key],
    readOnly: isReader,
    error: faultOf(save.error, fieldOf[key] ?? key) ?? faultOf(save.error, `${fieldOf[key] ?? key}.0`),
    onChange: (event: { currentTarget: { value: string } }) => setTyped({ ...typed, [key]: event.currentTarget.value }),
  });
  const isUnplaced = save.error instanceof Refused && Object.keys(save.error.byField).length === 0;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Page
        title={t('screens.company')}
        note={company?.legal || t(company ? 'company.note' : 'company.nobody')}
        actions={
          isReader ? null : (
            <Button type="submit" size="sm" leftSection={<IconDeviceFloppy size={16} />} loading={save.isPending}>
              {t('common.save')}
            </Button>
          )
        }
      >
        {isUnplaced ? <Trouble error={save.error} /> : null}
        <Columns
          main={
            <>
              <Card title={t('company.identity')}>
                <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
                  <TextInput required {...field('name')} />
                  <TextInput {...field('trading_name')} />
                  <TextInput {...field('legal_form')} placeholder="SAS" />
                  <TextInput {...field('capital')} inputMode="decimal" />
                  <TextInput required {...field('siren')} inputMode="numeric" />
                  <TextInput required {...field('siret')} inputMode="numeric" />
                  <TextInput {...field('vat_id')} />
                  <TextInput {...field('register_of_companies')} placeholder="RCS Lyon" />
                  <TextInput {...field('gln')} inputMode="numeric" />
                  <TextInput {...field('e_address')} />
                </SimpleGrid>
              </Card>
              <Card title={t('company.sentences')}>
                <Stack gap="sm">
                  <Text size="sm" c="dimmed">
                    {t('company.sentencesHint')}
                  </Text>
                  <Textarea autosize minRows={2} maxLength={500} {...field('late_interest')} />
                  <Textarea autosize minRows={2} maxLength={500} {...field('recovery_costs')} />
                </Stack>
              </Card>
            </>
          }
          aside={
            <>
              <Card title={t('company.seat')}>
                <Stack gap="sm">
                  <Textarea required autosize minRows={2} maxRows={3} {...field('lines')} />
                  <TextInput required {...field('postal_code')} />
                  <TextInput required {...field('city')} />
                  <TextInput required maxLength={2} {...field('country')} />
                  <TextInput type="email" {...field('email')} />
                  <TextInput type="tel" {...field('phone')} />
                </Stack>
              </Card>
              <Card title={t('company.bank')}>
                <Stack gap="sm">
                  <TextInput {...field('iban')} />
                  <TextInput {...field('bic')} />
                </Stack>
              </Card>
              <Card title={t('company.tax')}>
                <Stack gap="sm">
                  <Select
                    label={t('company.vat_returns')}
                    readOnly={isReader}
                    allowDeselect={false}
                    data={PACES.map((value) => ({ value, label: word('pace', value) }))}
                    value={typed.vat_returns}
                    onChange={(chosen) => {
                      const pace = PACES.find((each) => each === chosen);
                      if (pace) setTyped({ ...typed, vat_returns: pace });
                    }}
                  />
                  <Checkbox
                    label={t('company.vat_on_debits')}
                    disabled={isReader}
                    checked={typed.vat_on_debits}
                    onChange={(event) => setTyped({ ...typed, vat_on_debits: event.currentTarget.checked })}
                  />
                </Stack>
              </Card>
            </>
          }
        />
      </Page>
    </form>
  );
}
