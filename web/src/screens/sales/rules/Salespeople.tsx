import { Button, Text, TextInput } from '@mantine/core';
import { IconPencil, IconUserPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, hooks } from '~/api/client';
import type { OfSales } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { Card } from '~/ui/Card';
import { faultOf } from '~/ui/form/faults';
import { FormDialog } from '~/ui/form/FormDialog';
import { Table } from '~/ui/list/Table';
import { Trouble } from '~/ui/Trouble';
import { useAct } from '~/ui/useAct';

type Salesperson = OfSales['SalespersonOut'];

/** Who sells, by the code that customers and documents carry, and in which team. */
export function Salespeople() {
  const { t } = useTranslation();
  const may = useMay();
  const [edited, setEdited] = useState<Salesperson | 'new' | null>(null);
  const query = hooks.useQuery('get', '/api/sales/v1/salespeople', {
    params: { query: { limit: 200, sort: 'code' } },
  });
  const mayWrite = may('sales.salespeople.write');
  const items = query.data?.items ?? [];
  return (
    <Card
      title={t('saleRules.people')}
      isFlush
      side={
        mayWrite ? (
          <Button variant="subtle" leftSection={<IconUserPlus size={15} />} onClick={() => setEdited('new')}>
            {t('common.add')}
          </Button>
        ) : null
      }
    >
      {query.error ? <Trouble error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isSuccess && items.length === 0 ? (
        <Text c="dimmed" px="md" pb="md">
          {t('saleRules.noPeople')}
        </Text>
      ) : (
        <Table
          label={t('saleRules.people')}
          rows={items}
          rowKey={(it) => it.code}
          columns={[
            { key: 'name', title: t('saleRules.name'), cell: (it) => it.name, text: (it) => it.name, onPhone: 'title' },
            { key: 'code', title: t('saleRules.code'), cell: (it) => it.code, text: (it) => it.code, onPhone: 'line' },
            {
              key: 'team',
              title: t('commissions.team'),
              cell: (it) => it.team || '–',
              text: (it) => it.team,
              onPhone: 'line',
            },
            {
              key: 'edit',
              title: t('saleRules.change'),
              cell: (it) =>
                mayWrite ? (
                  <Button
                    variant="subtle"
                    leftSection={<IconPencil size={15} />}
                    aria-label={t('saleRules.changeOf', { name: it.name })}
                    onClick={() => setEdited(it)}
                  >
                    {t('saleRules.change')}
                  </Button>
                ) : null,
              text: () => '',
              onPhone: 'side',
            },
          ]}
        />
      )}
      {edited ? <SalespersonDialog person={edited === 'new' ? null : edited} onClose={() => setEdited(null)} /> : null}
    </Card>
  );
}

function SalespersonDialog({ person, onClose }: { person: Salesperson | null; onClose: () => void }) {
  const { t } = useTranslation();
  const [code, setCode] = useState(person?.code ?? '');
  const [name, setName] = useState(person?.name ?? '');
  const [team, setTeam] = useState(person?.team ?? '');
  const save = useAct({
    act: () =>
      api.PUT('/api/sales/v1/salespeople/{code}', {
        params: { path: { code: code.trim() } },
        body: { name: name.trim(), team: team.trim() },
      }),
    done: () => t('saleRules.saved'),
  });
  return (
    <FormDialog
      title={person ? t('saleRules.changeOf', { name: person.name }) : t('saleRules.newPerson')}
      action={t('common.save')}
      isReady={/^[A-Za-z0-9][\w.-]*$/.test(code.trim()) && name.trim() !== ''}
      act={save}
      onClose={onClose}
      size="md"
    >
      {person ? null : (
        <TextInput
          label={t('saleRules.code')}
          description={t('saleRules.codeHint')}
          required
          data-autofocus
          maxLength={40}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
      )}
      <TextInput
        label={t('saleRules.name')}
        required
        maxLength={120}
        value={name}
        error={faultOf(save.error, 'name')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        label={t('commissions.team')}
        description={t('saleRules.teamHint')}
        maxLength={60}
        value={team}
        error={faultOf(save.error, 'team')}
        onChange={(event) => setTeam(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
