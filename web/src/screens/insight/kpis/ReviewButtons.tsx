import { Button, TextInput } from '@mantine/core';
import { IconTable } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { api } from '~/api/client';
import { PaperButton } from '~/ui/PaperButton';
import { save } from '~/ui/save';
import { useAct } from '~/ui/useAct';

/** The review of a month, to read or to work with; at first of the last month that was measured. */
export function ReviewButtons({ lastMonth }: { lastMonth: string }) {
  const { t, i18n } = useTranslation();
  const [month, setMonth] = useState(lastMonth);
  const asked = { path: { month }, query: { language: i18n.language === 'fr' ? 'fr' : 'en' } } as const;
  const table = useAct({
    act: async () => {
      const { data } = await api.GET('/api/reporting/v1/reviews/{month}/table', { params: asked, parseAs: 'blob' });
      save(`${t('kpis.review')} ${month}.xlsx`, data as Blob);
    },
    changes: [],
  });
  return (
    <>
      <TextInput
        type="month"
        aria-label={t('kpis.review')}
        value={month}
        onChange={(event) => setMonth(event.currentTarget.value)}
      />
      <PaperButton
        name={`${t('kpis.review')} ${month}.pdf`}
        load={() => api.GET('/api/reporting/v1/reviews/{month}/paper', { params: asked, parseAs: 'blob' })}
      />
      <Button
        size="sm"
        variant="default"
        leftSection={<IconTable size={16} />}
        loading={table.isPending}
        onClick={() => table.mutate()}
      >
        XLSX
      </Button>
    </>
  );
}
