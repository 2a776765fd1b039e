import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { save } from '~/ui/save';
import { useAct } from '~/ui/useAct';

interface Props {
  name: string; // of the file
  load: () => Promise<{ data?: unknown }>;
}

/** All of a table as the service exports it: text in it never acts as a formula. */
export function ExportButton({ name, load }: Props) {
  const { t } = useTranslation();
  const act = useAct({
    act: async () => {
      const { data } = await load();
      if (data instanceof Blob) save(name, data);
    },
    changes: [],
  });
  return (
    <Button
      variant="default"
      leftSection={<IconDownload size={15} />}
      loading={act.isPending}
      onClick={() => act.mutate()}
    >
      {t('simulations.export')}
    </Button>
  );
}
