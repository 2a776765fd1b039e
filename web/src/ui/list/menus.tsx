import { ActionIcon, Button, Checkbox, Group, Popover, Stack, Text, TextInput } from '@mantine/core';
import { IconColumns3, IconStar, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Column } from './column';
import type { ListState } from './useListState';

export function ColumnMenu<T>({ columns, state }: { columns: readonly Column<T>[]; state: ListState }) {
  const { t } = useTranslation();
  return (
    <Popover position="bottom-end" shadow="md" trapFocus>
      <Popover.Target>
        <Button variant="subtle" color="gray" leftSection={<IconColumns3 size={15} />}>
          {t('list.columns')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Checkbox.Group value={state.columns} onChange={state.setColumns} aria-label={t('list.columns')}>
          <Stack gap={8}>
            {columns.map((column, position) => (
              <Checkbox key={column.key} size="xs" value={column.key} label={column.title} disabled={position === 0} />
            ))}
          </Stack>
        </Checkbox.Group>
      </Popover.Dropdown>
    </Popover>
  );
}

export function ViewMenu({ state }: { state: ListState }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  return (
    <Popover position="bottom-end" shadow="md" width={260} trapFocus>
      <Popover.Target>
        <Button variant="subtle" color="gray" leftSection={<IconStar size={15} />}>
          {t('list.views')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          {state.views.length === 0 ? (
            <Text size="sm" c="dimmed">
              {t('list.noViews')}
            </Text>
          ) : null}
          {state.views.map((view) => (
            <Group key={view.name} gap={4} wrap="nowrap">
              <Button flex={1} variant="subtle" color="gray" justify="flex-start" onClick={() => state.applyView(view)}>
                {view.name}
              </Button>
              <ActionIcon
                aria-label={t('list.deleteView', { name: view.name })}
                onClick={() => state.deleteView(view.name)}
              >
                <IconTrash size={15} />
              </ActionIcon>
            </Group>
          ))}
          <form
            onSubmit={(event) => {
              event.preventDefault();
              if (!name.trim()) return;
              state.saveView(name.trim());
              setName('');
            }}
          >
            <Group gap={6} wrap="nowrap">
              <TextInput
                flex={1}
                aria-label={t('list.viewName')}
                placeholder={t('list.viewName')}
                value={name}
                onChange={(event) => setName(event.currentTarget.value)}
              />
              <Button type="submit">{t('common.save')}</Button>
            </Group>
          </form>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
