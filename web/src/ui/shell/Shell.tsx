import { AppShell, Burger, Group, Kbd, Text, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Outlet, useLocation, useNavigation } from 'react-router';

import { startSignIn } from '~/auth/session';
import { useMaybePerson } from '~/auth/usePerson';
import { NewVersion } from '~/ui/NewVersion';

import { AccountMenu } from './AccountMenu';
import { Breadcrumbs, TrailProvider } from './Breadcrumbs';
import { Navigation } from './Navigation';
import { Palette } from './Palette';
import classes from './Shell.module.css';
import { Shortcuts } from './Shortcuts';

export function Shell() {
  const { t, i18n } = useTranslation();
  const person = useMaybePerson();
  const location = useLocation();
  const [menuIsOpen, menu] = useDisclosure();
  const isGoing = useNavigation().state !== 'idle';

  useEffect(() => menu.close(), [location.pathname]); // eslint-disable-line react-hooks/exhaustive-deps -- `menu` is new each time
  useEffect(() => {
    if (!person) void startSignIn(location.pathname + location.search, i18n.language);
  }, [person]); // eslint-disable-line react-hooks/exhaustive-deps -- once, where the person was when the sign-in ended

  if (!person) return null;
  return (
    <TrailProvider>
      <a className="skip-link" href="#content">
        {t('app.skip')}
      </a>
      <AppShell
        header={{ height: 52 }}
        navbar={{ width: 228, breakpoint: 'sm', collapsed: { mobile: !menuIsOpen } }}
        padding={0}
        classNames={{ header: classes.header ?? '', navbar: classes.navbar ?? '', main: classes.main ?? '' }}
      >
        <AppShell.Header>
          <Group h="100%" px="md" wrap="nowrap" gap="sm">
            <Burger opened={menuIsOpen} onClick={menu.toggle} hiddenFrom="sm" size="sm" aria-label={t('app.menu')} />
            <Breadcrumbs />
            <UnstyledButton className={classes.search} onClick={spotlight.open} aria-label={t('app.search')}>
              <IconSearch size={15} aria-hidden />
              <Text span size="sm" flex={1} truncate visibleFrom="sm">
                {t('app.search')}
              </Text>
              <Kbd size="xs" visibleFrom="sm">
                Ctrl K
              </Kbd>
            </UnstyledButton>
            <NewVersion />
            <AccountMenu person={person} />
          </Group>
          {isGoing ? <div className={classes.progress} /> : null}
        </AppShell.Header>
        <AppShell.Navbar>
          <Navigation />
        </AppShell.Navbar>
        <AppShell.Main id="content" tabIndex={-1}>
          <Outlet />
        </AppShell.Main>
      </AppShell>
      <Palette />
      <Shortcuts />
    </TrailProvider>
  );
}
