import { Button, Menu } from '@mantine/core';
import { IconFileTypePdf } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { LANGUAGES, type Language } from '~/i18n';

import { save } from './save';
import { useAct } from './useAct';

interface Props {
  name: string; // of the file
  load: (language: Language) => Promise<{ data?: unknown }>;
}

/** A document as it is printed, in French or in English. */
export function PaperMenu({ name, load }: Props) {
  const { t } = useTranslation();
  const act = useAct({
    act: async (language: Language) => {
      const { data } = await load(language);
      if (data instanceof Blob) save(name, data);
    },
    changes: [],
  });
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <Button size="sm" variant="default" leftSection={<IconFileTypePdf size={16} />} loading={act.isPending}>
          {t('common.paper')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {LANGUAGES.map((language) => (
          <Menu.Item key={language} lang={language} onClick={() => act.mutate(language)}>
            {t(language === 'fr' ? 'app.french' : 'app.english')}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
