import { Button, Group, Modal, Text } from '@mantine/core';
import { IconFileDownload, IconListDetails } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useWord } from '~/i18n/useWord';
import { fileOf } from '~/ui/list/Exports';
import { Table } from '~/ui/list/Table';
import { save } from '~/ui/save';
import { useAct } from '~/ui/useAct';

import type { Column, Kind } from './kinds';

const FORMATS = ['csv', 'xlsx'] as const;

/** A file to begin with: our columns, what each wants, and an example line. It is read back as it is. */
export function Template({ kind, columns }: { kind: Kind; columns: readonly Column[] }) {
  const { t, i18n } = useTranslation();
  const word = useWord();
  const told = useTold();
  const [isOpen, setOpen] = useState(false);
  const name = word('importKind', kind);
  const download = useAct({
    act: async (format: (typeof FORMATS)[number]) => {
      const titled = columns.map((column) => ({
        title: `${told(column).name} (${told(column).wants})`,
        isFigure: column.kind === 'number',
      }));
      const body = [columns.map((column) => told(column).example)];
      save(`${t('imports.templateName')}-${kind}.${format}`, await fileOf(format, titled, body, i18n.language));
    },
    changes: [],
  });
  return (
    <>
      <Group gap={4}>
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          leftSection={<IconListDetails size={15} />}
          onClick={() => setOpen(true)}
          aria-label={t('imports.wantsOf', { kind: name })}
        >
          {t('imports.wants')}
        </Button>
        {FORMATS.map((format) => (
          <Button
            key={format}
            size="compact-sm"
            variant="subtle"
            color="gray"
            leftSection={<IconFileDownload size={15} />}
            loading={download.isPending && download.variables === format}
            onClick={() => download.mutate(format)}
            aria-label={t('imports.templateOf', { kind: name, format: format.toUpperCase() })}
          >
            {format === 'csv' ? t('imports.template') : format.toUpperCase()}
          </Button>
        ))}
      </Group>
      <Modal opened={isOpen} onClose={() => setOpen(false)} size="xl" title={t('imports.wantsOf', { kind: name })}>
        <Text size="sm" c="dimmed" mb="sm">
          {t('imports.wantsHint')}
        </Text>
        <Table<Column>
          label={t('imports.wantsOf', { kind: name })}
          rows={columns}
          rowKey={(column) => column.name}
          columns={[
            {
              key: 'name',
              title: t('imports.column'),
              cell: (column) => told(column).name,
              text: () => '',
              onPhone: 'title',
            },
            {
              key: 'wants',
              title: t('imports.wanted'),
              cell: (column) => told(column).wants,
              text: () => '',
              onPhone: 'line',
            },
            {
              key: 'example',
              title: t('imports.example'),
              cell: (column) => told(column).example,
              text: () => '',
              onPhone: 'side',
            },
          ]}
        />
      </Modal>
    </>
  );
}

/** A column in the reader's language: its name, what it wants, and an example. */
function useTold(): (column: Column) => { name: string; wants: string; example: string } {
  const { t } = useTranslation();
  const word = useWord();
  return ({ name, kind, is_required, choices, example }) => {
    const form =
      kind === 'choice' ? choices.map((each) => word('importChoice', each)).join(', ') : t(`imports.form.${kind}`);
    const flag = example === 'true' ? t('imports.yes') : t('imports.no');
    return {
      name: word('importColumn', name),
      wants: is_required ? `${t('imports.required')}, ${form}` : form,
      example: kind === 'flag' ? flag : kind === 'choice' ? word('importChoice', example) : example,
    };
  };
}
