import { Button } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { Columns, Page } from '~/ui/Page';
import { Trouble } from '~/ui/Trouble';

interface Props {
  title: ReactNode;
  note: string;
  isReady: boolean; // what is typed can be saved
  isSaving: boolean;
  error: Error | null;
  onSave: () => void;
  before?: ReactNode; // above the columns
  main: ReactNode;
  aside: ReactNode;
}

/** The page of a whole record that is kept by hand, with its one button to save. */
export function RecordForm({ title, note, isReady, isSaving, error, onSave, before, main, aside }: Props) {
  const { t } = useTranslation();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) onSave();
      }}
    >
      <Page
        title={title}
        note={note}
        actions={
          <Button type="submit" size="sm" leftSection={<IconCheck size={16} />} disabled={!isReady} loading={isSaving}>
            {t('common.save')}
          </Button>
        }
      >
        {error ? <Trouble error={error} /> : null}
        {before}
        <Columns main={main} aside={aside} />
      </Page>
    </form>
  );
}
