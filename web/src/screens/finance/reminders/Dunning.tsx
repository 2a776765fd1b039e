import { Button, SimpleGrid, Text } from '@mantine/core';
import { IconMail, IconMailForward } from '@tabler/icons-react';
import { keepPreviousData } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';

import { api, hooks } from '~/api/client';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { ConfirmDialog } from '~/ui/ConfirmDialog';
import { isDay, today } from '~/ui/days';
import { sumOf } from '~/ui/decimals';
import { Empty } from '~/ui/Empty';
import { Figure } from '~/ui/Figure';
import { DayField } from '~/ui/form/DayField';
import { Page, PageSkeleton, PageTrouble } from '~/ui/Page';
import { useAct } from '~/ui/useAct';
import { useAddress } from '~/ui/useAddress';

import { LeftOut } from '../LeftOut';
import { ProposedLetter } from './ProposedLetter';

/** Which letters a run would write, looked through customer by customer, then written and sent at once. */
export default function Dunning() {
  const { t } = useTranslation();
  const format = useFormat();
  const { read, write } = useAddress();
  const asked = read('on');
  const on = isDay(asked) ? asked : today();
  const query = hooks.useQuery(
    'post',
    '/api/accounting/v1/dunning-runs/propose',
    { body: { on, minimum: '1' } },
    { placeholderData: keepPreviousData },
  );
  const { data: found, error } = query;
  if (error) return <PageTrouble title={t('screens.dunning')} error={error} onRetry={() => void query.refetch()} />;
  if (!found) return <PageSkeleton />;
  const euros = found.letters.filter((it) => it.currency === 'EUR');
  return (
    <Page
      title={t('screens.dunning')}
      note={t('dunning.note')}
      actions={
        <>
          <DayField label={t('dunning.on')} value={on} onChange={(day) => write('on', day)} />
          <Button
            component={Link}
            to="/dunning/letters"
            size="sm"
            variant="default"
            leftSection={<IconMail size={16} />}
          >
            {t('dunning.letters')}
          </Button>
          <Run on={on} letters={found.letters.length} />
        </>
      }
    >
      <SimpleGrid cols={{ base: 1, xs: 3 }} mb="md">
        <Figure name={t('dunning.toWrite')} value={format.number(found.letters.length)} />
        <Figure name={t('dunning.claimed')} value={format.money(sumOf(euros.map((it) => it.total)))} />
        <Figure name={t('dunning.leftAlone')} value={format.number(found.left_alone.length)} />
      </SimpleGrid>
      {found.letters.length === 0 ? <Empty title={t('dunning.emptyTitle')} hint={t('dunning.emptyHint')} /> : null}
      {found.letters.map((it) => (
        <ProposedLetter key={`${it.partner_id} ${it.currency}`} letter={it} />
      ))}
      {found.left_alone.length > 0 ? (
        <LeftOut title={t('dunning.leftAlone')} reasons="leftAlone" omissions={found.left_alone} />
      ) : null}
    </Page>
  );
}

function Run({ on, letters }: { on: string; letters: number }) {
  const { t } = useTranslation();
  const may = useMay();
  const navigate = useNavigate();
  const [isOpen, setIsOpen] = useState(false);
  const act = useAct({
    act: async () => {
      const { data } = await api.POST('/api/accounting/v1/dunning-runs', { body: { on, minimum: '1' } });
      if (data) await navigate(`/dunning/letters?run_id=${data.id}`);
    },
    done: () => t('dunning.written'),
  });
  if (letters === 0 || !may('accounting.dunning.write')) return null;
  return (
    <>
      <Button size="sm" leftSection={<IconMailForward size={16} />} onClick={() => setIsOpen(true)}>
        {t('dunning.write', { count: letters })}
      </Button>
      <ConfirmDialog
        title={t('dunning.write', { count: letters })}
        isOpen={isOpen}
        isBusy={act.isPending}
        onClose={() => setIsOpen(false)}
        onConfirm={() => act.mutate(undefined, { onSuccess: () => setIsOpen(false) })}
      >
        <Text c="dimmed">{t('dunning.writeHint')}</Text>
      </ConfirmDialog>
    </>
  );
}
