import { Badge, SimpleGrid, Stack, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { hooks } from '~/api/client';
import { usePerson } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { Figure } from '~/ui/Figure';
import { Page, PageSkeleton, PageTrouble } from '~/ui/Page';

import { Downloads } from './Downloads';

/** The statement of the customer's account: what he owes, what of it is late, and what he has to his credit. */
export default function Account() {
  const { t } = useTranslation();
  const format = useFormat();
  const { customerId } = usePerson();
  const params = { path: { partner_id: customerId } };
  const credit = hooks.useQuery('get', '/api/accounting/v1/credit/{partner_id}', { params });
  const owed = hooks.useQuery('get', '/api/accounting/v1/credit/{partner_id}/documents', {
    params: { ...params, query: { sort: 'document_on', limit: 200 } },
  });
  const notes = hooks.useQuery('get', '/api/accounting/v1/customer-credit-notes', {
    params: { query: { sort: '-credited_on', limit: 50 } },
  });
  const title = t('portal.menu.account');
  const error = credit.error ?? owed.error ?? notes.error;
  if (error) return <PageTrouble title={title} error={error} onRetry={() => void credit.refetch()} />;
  if (!credit.data || !owed.data || !notes.data) return <PageSkeleton />;
  const bills = owed.data.items.filter(({ kind }) => kind === 'invoice');
  return (
    <Page title={title}>
      <Stack gap="md">
        <SimpleGrid cols={{ base: 1, sm: 3 }}>
          <Figure name={t('portal.account.owed')} value={format.money(credit.data.receivable)} />
          <Figure name={t('portal.account.overdue')} value={format.money(credit.data.overdue)} />
          <Figure name={t('portal.account.limit')} value={format.money(credit.data.limit)} />
        </SimpleGrid>
        <Card title={t('portal.account.open')} isFlush>
          {bills.length === 0 ? (
            <Text p="md" c="dimmed">
              {t('portal.account.nothing')}
            </Text>
          ) : (
            <Table.ScrollContainer
              minWidth={520}
              scrollAreaProps={{ tabIndex: 0, 'aria-label': t('portal.account.open') }}
            >
              <Table>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t('common.number')}</Table.Th>
                    <Table.Th>{t('invoices.issuedOn')}</Table.Th>
                    <Table.Th>{t('invoices.dueOn')}</Table.Th>
                    <Table.Th ta="right">{t('invoices.open')}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {bills.map((it) => (
                    <Table.Tr key={it.document_id}>
                      <Table.Td>{it.number}</Table.Td>
                      <Table.Td>{format.date(it.document_on)}</Table.Td>
                      <Table.Td>
                        {format.date(it.due_on)}{' '}
                        {it.days_overdue > 0 ? (
                          <Badge color="red">{t('portal.account.late', { count: it.days_overdue })}</Badge>
                        ) : null}
                      </Table.Td>
                      <Table.Td ta="right" className="figure">
                        {format.money(it.open_amount)}
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          )}
        </Card>
        <Card title={t('portal.account.notes')} isFlush>
          {notes.data.items.length === 0 ? (
            <Text p="md" c="dimmed">
              {t('portal.account.noNotes')}
            </Text>
          ) : (
            <Table>
              <Table.Tbody>
                {notes.data.items.map((it) => (
                  <Table.Tr key={it.id}>
                    <Table.Td>{it.number}</Table.Td>
                    <Table.Td>{format.date(it.credited_on)}</Table.Td>
                    <Table.Td ta="right" className="figure">
                      {format.money(it.gross_amount, it.currency)}
                    </Table.Td>
                    <Table.Td ta="right">
                      <Downloads kind="customer-credit-notes" id={it.id} number={it.number} />
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          )}
        </Card>
      </Stack>
    </Page>
  );
}
