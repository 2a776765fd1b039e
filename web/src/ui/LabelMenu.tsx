import { Button, Menu, type ButtonProps } from '@mantine/core';
import { IconTag } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { save } from './save';
import { useAct } from './useAct';

export type LabelFormat = 'pdf' | 'zpl';

interface Props extends ButtonProps {
  name: string; // of the file, without its end
  label?: string; // what the button says, if not only that it prints labels
  load: (format: LabelFormat, language: 'fr' | 'en') => Promise<{ data?: unknown }>;
}

/** Labels for a sheet printer, or in the language of label printers. */
export function LabelMenu({ name, label, load, ...button }: Props) {
  const { t, i18n } = useTranslation();
  const act = useAct({
    act: async (format: LabelFormat) => {
      const { data } = await load(format, i18n.language === 'en' ? 'en' : 'fr');
      if (data instanceof Blob) save(`${name}.${format}`, data);
    },
    changes: [],
  });
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <Button size="sm" variant="default" leftSection={<IconTag size={16} />} loading={act.isPending} {...button}>
          {label ?? t('labels.print')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => act.mutate('pdf')}>{t('labels.pdf')}</Menu.Item>
        <Menu.Item onClick={() => act.mutate('zpl')}>{t('labels.zpl')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
