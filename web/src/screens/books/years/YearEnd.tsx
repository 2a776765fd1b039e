import { Badge, Button, NumberInput, Stack, Text } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { keepPreviousData } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api, hooks } from '~/api/client';
import type { OfAccounting } from '~/api/schemas';
import { useMay } from '~/auth/usePerson';
import { useFormat } from '~/i18n/useFormat';
import { Card } from '~/ui/Card';
import { Facts } from '~/ui/Facts';
import { ReasonDialog } from '~/ui/ReasonDialog';
import { Trouble } from '~/ui/Trouble';
import { useAct } from '~/ui/useAct';

/** How a fiscal year ends: its result, what it waits for, and the button that closes it for good. */
export function YearEnd() {
  const { t } = useTranslation();
  const format = useFormat();
  const [year, setYear] = useState(new Date().getFullYear() - 1);
  const query = hooks.useQuery(
    'get',
    '/api/accounting/v1/fiscal-years/{year}/closing',
    { params: { path: { year } } },
    { placeholderData: keepPreviousData },
  );
  const { data: end, error } = query;
  return (
    <Card
      title={t('years.end')}
      side={
        end ? (
          <Badge color={end.is_closed ? 'green' : 'blue'}>{t(end.is_closed ? 'years.isClosed' : 'years.isOpen')}</Badge>
        ) : null
      }
    >
      <Stack gap="sm">
        <NumberInput
          aria-label={t('fec.year')}
          min={1990}
          max={2099}
          value={year}
          onChange={(value) => {
            if (Number(value) >= 1990 && Number(value) <= 2099) setYear(Number(value));
          }}
        />
        {error ? <Trouble error={error} /> : null}
        {end && !error ? (
          <>
            <Facts
              rows={[
                [t('years.starts_on'), format.date(end.starts_on)],
                [t('years.ends_on'), format.date(end.ends_on)],
                [t('years.result'), <b key="result">{format.money(end.result)}</b>],
                [t('years.carried'), format.number(end.lines)],
                [t('years.openMonths'), end.is_closed ? null : format.number(end.open_months.length)],
              ]}
            />
            {end.waits_for_year_before ? (
              <Text size="sm" c="dimmed">
                {t('years.waits')}
              </Text>
            ) : null}
            <CloseYear end={end} />
          </>
        ) : null}
      </Stack>
    </Card>
  );
}

function CloseYear({ end }: { end: OfAccounting['YearEndOut'] }) {
  const { t } = useTranslation();
  const may = useMay();
  const [isOpen, setIsOpen] = useState(false);
  const act = useAct<string>({
    act: (reason) =>
      api.POST('/api/accounting/v1/fiscal-years/{year}/closing', {
        params: { path: { year: end.year } },
        body: { content_hash: end.content_hash, reason },
      }),
    done: () => t('years.closedDone', { year: end.year }),
  });
  if (end.is_closed || !may('accounting.periods.write')) return null;
  return (
    <>
      <Button
        size="sm"
        leftSection={<IconLock size={16} />}
        disabled={end.open_months.length > 0 || end.waits_for_year_before}
        onClick={() => setIsOpen(true)}
      >
        {t('years.close')}
      </Button>
      <ReasonDialog
        title={t('years.close')}
        hint={t('years.closeHint')}
        isOpen={isOpen}
        isBusy={act.isPending}
        onClose={() => setIsOpen(false)}
        onGive={(reason) => act.mutate(reason, { onSuccess: () => setIsOpen(false) })}
      />
    </>
  );
}
