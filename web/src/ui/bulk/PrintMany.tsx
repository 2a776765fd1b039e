import { Button, Menu } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { LANGUAGES, type Language } from '~/i18n';
import { save } from '~/ui/save';
import { useAct } from '~/ui/useAct';

const AT_ONCE = 100; // the services print no more in one file

interface Props {
  label: string;
  name: string; // of the file
  count: number;
  load: (language: Language | null) => Promise<{ data?: unknown }>;
  hasOwnLanguages?: boolean; // each document may be printed in the language of whom it is for
}

/** All ticked documents in one file to print. */
export function PrintMany({ label, name, count, load, hasOwnLanguages = true }: Props) {
  const { t } = useTranslation();
  const act = useAct({
    act: async (language: Language | null) => {
      const { data } = await load(language);
      if (data instanceof Blob) save(name, data);
    },
    done: () => t('bulk.printed', { count }),
    changes: [],
  });
  const isTooMany = count > AT_ONCE;
  return (
    <Menu position="top-start" shadow="md">
      <Menu.Target>
        <Button
          size="sm"
          variant="default"
          leftSection={<IconPrinter size={16} />}
          loading={act.isPending}
          disabled={isTooMany}
          title={isTooMany ? t('bulk.printMost', { count: AT_ONCE }) : undefined}
        >
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {hasOwnLanguages ? <Menu.Item onClick={() => act.mutate(null)}>{t('bulk.ownLanguage')}</Menu.Item> : null}
        {LANGUAGES.map((language) => (
          <Menu.Item key={language} lang={language} onClick={() => act.mutate(language)}>
            {t(language === 'fr' ? 'app.french' : 'app.english')}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
