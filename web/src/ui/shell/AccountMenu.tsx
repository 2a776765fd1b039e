import { ActionIcon, Avatar, Menu, SegmentedControl, Text, useMantineColorScheme } from '@mantine/core';
import { IconApi, IconKeyboard, IconLogout } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { signOut } from '~/auth/session';
import type { Person } from '~/auth/token';
import { speak, type Language } from '~/i18n';

import { openShortcuts } from './shortcutsState';

/** `isCustomer`: what only the house uses is left out. */
export function AccountMenu({ person, isCustomer = false }: { person: Person; isCustomer?: boolean }) {
  const { t, i18n } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();

  const leave = () => {
    history.replaceState(null, '', '/signed-out');
    void signOut().then(() => location.reload());
  };

  return (
    <Menu position="bottom-end" width={248} shadow="md" closeOnItemClick={false}>
      <Menu.Target>
        <ActionIcon size={32} radius="xl" aria-label={t('app.account')}>
          <Avatar size={30} radius="xl" name={person.name} color="indigo" alt="" aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" fw={600} c="var(--mantine-color-text)">
            {person.name}
          </Text>
          {isCustomer ? null : <Text size="xs">{person.roles.join(', ')}</Text>}
        </Menu.Label>
        <Menu.Divider />
        <Menu.Label>{t('app.language')}</Menu.Label>
        <SegmentedControl
          fullWidth
          size="xs"
          mx={8}
          aria-label={t('app.language')}
          value={i18n.language}
          onChange={(language) => void speak(language as Language)}
          data={[
            { value: 'fr', label: t('app.french') },
            { value: 'en', label: t('app.english') },
          ]}
        />
        <Menu.Label mt={4}>{t('app.theme')}</Menu.Label>
        <SegmentedControl
          fullWidth
          size="xs"
          mx={8}
          mb={8}
          aria-label={t('app.theme')}
          value={colorScheme}
          onChange={(scheme) => setColorScheme(scheme)}
          data={[
            { value: 'light', label: t('app.light') },
            { value: 'dark', label: t('app.dark') },
            { value: 'auto', label: 'Auto' },
          ]}
        />
        <Menu.Divider />
        {isCustomer ? null : (
          <>
            <Menu.Item
              leftSection={<IconKeyboard size={16} />}
              rightSection={<Text size="xs">?</Text>}
              onClick={openShortcuts}
              closeMenuOnClick
            >
              {t('app.shortcuts')}
            </Menu.Item>
            <Menu.Item leftSection={<IconApi size={16} />} component="a" href="/docs">
              {t('app.apis')}
            </Menu.Item>
          </>
        )}
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={leave}>
          {t('app.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
