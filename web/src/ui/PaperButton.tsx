import { Button } from '@mantine/core';
import { IconDownload, IconFileTypePdf } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { save } from './save';
import { useAct } from './useAct';

interface Props {
  name: string; // of the file
  load: () => Promise<{ data?: unknown }>;
  label?: string; // what the button says of another file than the document
}

/** A document as it is printed. It is fetched with the person's token, then handed to the browser as a file. */
export function PaperButton({ name, load, label }: Props) {
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
      size="sm"
      variant="default"
      leftSection={label ? <IconDownload size={16} /> : <IconFileTypePdf size={16} />}
      loading={act.isPending}
      onClick={() => act.mutate()}
    >
      {label ?? t('common.paper')}
    </Button>
  );
}
