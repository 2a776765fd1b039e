import { ActionIcon, Avatar, Menu, Text, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { IconApi, IconKeyboard, IconLogout } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { signOut } from '~/auth/session';
import type { Person } from '~/auth/token';
import { speak, type Language } from '~/i18n';

import { openShortcuts } from './shortcutsState';

const SCHEMES = ['light', 'dark', 'auto'] as const;

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
        <Menu.RadioGroup value={i18n.language} onChange={(language) => void speak(language as Language)}>
          <Menu.RadioItem value="fr" lang="fr">
            {t('app.french')}
          </Menu.RadioItem>
          <Menu.RadioItem value="en" lang="en">
            {t('app.english')}
          </Menu.RadioItem>
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Label>{t('app.theme')}</Menu.Label>
        <Menu.RadioGroup value={colorScheme} onChange={(scheme) => setColorScheme(scheme as MantineColorScheme)}>
          {SCHEMES.map((scheme) => (
            <Menu.RadioItem key={scheme} value={scheme}>
              {t(`app.${scheme}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
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
